export { demoEvent } from "./demo-event.ts";
export {
  demoTypes,
  getNotificationStats,
  type NotificationStats,
  notificationStats,
  sendDemoNotification,
} from "./endpoints.ts";
export { dataChange, jobCompletion, newMessage } from "./helper-payloads.ts";
export { checkClaimedUser, demoTarget } from "./policy.ts";
export { notificationsStream } from "./stream.ts";
export { type ClientFilter, EVERYONE, notificationTopicKeys } from "./topic-keys.ts";
