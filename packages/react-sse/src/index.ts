export type { NotificationItem, Operation, SSEEvent } from "@tidings/client/notifications";
export type { Announcer, SpokenMessage } from "./announcer/announcer.ts";
export type { EventToast, ToastAdapter } from "./components/notifications/toasts/toast-adapter.ts";
export type { ToastSummary } from "./components/notifications/toasts/toast-pacer.ts";
export type { ListenOptions, StreamOptions } from "./hooks/stream-options.ts";
export { TidingsProvider, type TidingsProviderProps } from "./hooks/tidings-provider.tsx";
export { type AdminOrdersResult, useAdminOrders } from "./hooks/use-admin-orders.ts";
export { useAnnouncer } from "./hooks/use-announcer.ts";
export { useAnyEvent } from "./hooks/use-any-event.ts";
export { useAttempt } from "./hooks/use-attempt.ts";
export { useConnectionAnnouncements } from "./hooks/use-connection-announcements.ts";
export { type ConnectionStatusOptions, useConnectionStatus } from "./hooks/use-connection-status.ts";
export {
  type ConversationActions,
  type ConversationOptions,
  type ConversationResult,
  useConversation,
} from "./hooks/use-conversation.ts";
export { useConversationAnnouncements } from "./hooks/use-conversation-announcements.ts";
export { type ConversationsResult, useConversations } from "./hooks/use-conversations.ts";
export { type EventToastsOptions, useEventToasts } from "./hooks/use-event-toasts.ts";
export { type EventsOptions, useEvents } from "./hooks/use-events.ts";
export { useLatest } from "./hooks/use-latest.ts";
export {
  type LiveQueryHookOptions,
  type LiveQueryResult,
  type SuspendedQueryResult,
  useLiveQuery,
} from "./hooks/use-live-query.ts";
export { type NotificationsResult, useNotifications } from "./hooks/use-notifications.ts";
export { useOperationAnnouncements } from "./hooks/use-operation-announcements.ts";
export { type OperationsResult, useOperations } from "./hooks/use-operations.ts";
export { type OrdersResult, useOrders } from "./hooks/use-orders.ts";
export { type RecordsActions, type RecordsResult, useRecords } from "./hooks/use-records.ts";
export { type SSEHookOptions, type SSEHookResult, useSSE } from "./hooks/use-sse.ts";
export { useStream } from "./hooks/use-stream.ts";
export { type StreamEventOptions, useStreamEvent } from "./hooks/use-stream-event.ts";
export { useTidings } from "./hooks/use-tidings.ts";
