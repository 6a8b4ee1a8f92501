export type { NotificationItem } from "./notification-item.ts";
export type { Operation } from "./operation.ts";
export { createSSEStore, disconnected, type SSEEvent, type SSEStore, type SSEView } from "./sse-store.ts";
export { notificationsOf, operationsOf } from "./stores.ts";
