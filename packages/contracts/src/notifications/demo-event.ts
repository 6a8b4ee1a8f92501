import type { EndpointBody } from "../definition/endpoint.ts";
import type { PublishableEvent } from "../definition/stream.ts";
import type { sendDemoNotification } from "./endpoints.ts";
import type { notificationsStream } from "./stream.ts";

/** What the demo sends for a request, on a server and on mocks; `data` fills in or overrides what the kind needs. */
export function demoEvent({
  type,
  message = "Test message",
  data,
}: EndpointBody<typeof sendDemoNotification>): PublishableEvent<typeof notificationsStream> {
  switch (type) {
    case "broadcast":
      return { event: "announcement", data: { message, ...data } };
    case "user":
      return { event: "notification", data: { title: "Notification", message, ...data } };
    case "system":
      return { event: "system", data: { message, level: levelOf(data?.level) } };
    case "update":
      return { event: "update", data: { type: "demo", data: data ?? { message } } };
    case "progress":
      return { event: "progress", data: { operationId: "demo", progress: 50, message, ...data } };
    case "success":
      return { event: "success", data: { message, data } };
    case "error":
      return { event: "error", data: { error: message, ...(data && { context: data }) } };
  }
}

function levelOf(level: unknown): "info" | "warning" | "error" {
  return level === "warning" || level === "error" ? level : "info";
}
