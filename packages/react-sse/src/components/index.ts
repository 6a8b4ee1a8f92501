export { type ChatFormat, createChatFormat, defaultChatFormat } from "../format/chat-format.ts";
export { createTimes, machineTime, readInstant } from "../format/instant.ts";
export { createNumbers } from "../format/numbers.ts";
export { createOrderFormat, defaultOrderFormat, type OrderFormat } from "../format/order-format.ts";
export { clip, initialOf, named } from "../format/text.ts";
export { ConversationIcon } from "./chat/chat-icons.tsx";
export { ConversationList, type ConversationListProps } from "./chat/conversation-list/conversation-list.tsx";
export { conversationName } from "./chat/conversation-name.ts";
export { MessageBubble, type MessageBubbleProps } from "./chat/message-bubble/message-bubble.tsx";
export { MessageComposer, type MessageComposerProps } from "./chat/message-composer/message-composer.tsx";
export { MessageList, type MessageListProps } from "./chat/message-list/message-list.tsx";
export { OutgoingBubble, type OutgoingBubbleProps } from "./chat/outgoing-bubble/outgoing-bubble.tsx";
export { PresenceMark, type PresenceMarkProps } from "./chat/presence-mark/presence-mark.tsx";
export { TypingIndicator, type TypingIndicatorProps } from "./chat/typing-indicator/typing-indicator.tsx";
export type { ClosedBy } from "./connection/connection-indicator/closed-labels.ts";
export {
  ConnectionIndicator,
  type ConnectionIndicatorProps,
} from "./connection/connection-indicator/connection-indicator.tsx";
export { type ConnectionLabels, connectionLabels } from "./connection/connection-indicator/connection-labels.ts";
export type { ConnectionView } from "./connection/connection-indicator/connection-view.ts";
export {
  NotificationCenter,
  type NotificationCenterProps,
} from "./notifications/notification-center/notification-center.tsx";
export {
  NotificationList,
  type NotificationListProps,
} from "./notifications/notification-center/notification-list.tsx";
export type {
  NotificationListOptions,
  NotificationView,
} from "./notifications/notification-center/notification-view.ts";
export type { OperationView } from "./notifications/progress-list/operation-view.ts";
export { ProgressBar, type ProgressBarProps } from "./notifications/progress-list/progress-bar.tsx";
export { ProgressList, type ProgressListProps } from "./notifications/progress-list/progress-list.tsx";
export { OrderCard, type OrderCardOptions, type OrderCardProps } from "./orders/order-card/order-card.tsx";
export { OrderList, type OrderListProps } from "./orders/order-list/order-list.tsx";
export { nextOrderStatus } from "./orders/order-progress.ts";
export { OrderStatusBadge, type OrderStatusBadgeProps } from "./orders/order-status-badge/order-status-badge.tsx";
export { OrderStatusTrack, type OrderStatusTrackProps } from "./orders/order-status-track/order-status-track.tsx";
export { AppointmentCard, type AppointmentCardProps } from "./records/appointment-card/appointment-card.tsx";
export {
  AppointmentReminder,
  type AppointmentReminderProps,
} from "./records/appointment-card/appointment-reminder.tsx";
export { PrescriptionCard, type PrescriptionCardProps } from "./records/prescription-card/prescription-card.tsx";
export {
  PrescriptionStatusBadge,
  type PrescriptionStatusBadgeProps,
} from "./records/prescription-card/prescription-status-badge.tsx";
export {
  nextPrescriptionStatus,
  type PrescriptionStatusAppearance,
  prescriptionStatusAppearance,
} from "./records/prescription-status-appearance.ts";
export { RecordCard, type RecordCardProps } from "./records/record-card/record-card.tsx";
export { RecordList, type RecordListProps } from "./records/record-list/record-list.tsx";
export { EnvelopePicture } from "./shared/envelope-picture.tsx";
export {
  BellIcon,
  CancelledIcon,
  CatchingUpIcon,
  CloseIcon,
  ConnectingIcon,
  DangerIcon,
  DeliveredIcon,
  type Icon,
  type IconProps,
  InfoIcon,
  LetterIcon,
  LiveIcon,
  OfflineIcon,
  OpenLetterIcon,
  OutForDeliveryIcon,
  PreparingIcon,
  ReceivedIcon,
  ReloadedIcon,
  RetryIcon,
  StoppedIcon,
  SuccessIcon,
  TickIcon,
  UnknownIcon,
  WarningIcon,
} from "./shared/icons.tsx";
export { OlderButton, type OlderButtonProps } from "./shared/older-button.tsx";
export { PageBoundary, type PageBoundaryProps } from "./shared/page-boundary/page-boundary.tsx";
export { partWords } from "./shared/part-words.ts";
export { ToneIcon } from "./shared/tone-icon.tsx";
