import type { EndpointBody } from "../definition/endpoint.ts";
import type { Parsed } from "../definition/parse.ts";
import { parseRequestedEvent } from "../definition/requested-event.ts";
import type { PublishableEvent } from "../definition/stream.ts";
import type { sendDemoNotification } from "./endpoints.ts";
import { notificationsStream } from "./stream.ts";

type DemoBody = EndpointBody<typeof sendDemoNotification>;
type DemoEvent = PublishableEvent<typeof notificationsStream>;

/** The message of a request that has neither a message nor data that contains one. */
const TEST_MESSAGE = "Test message";

/**
 * Makes the event that the demo sends for a request, on a server and on mocks, or says why it sends nothing. The event
 * holds all of `message` and `data`; `data` fills in or overrides the event's fields. Fields that the event cannot hold
 * are refused (S21.3).
 *
 * @example demoEvent({ type: "system", message: "Back soon", data: { level: "warning" } })
 */
export function demoEvent(body: DemoBody): Parsed<DemoEvent> {
  const { type, userId, message, data } = body;
  if (type === "broadcast" && userId !== undefined) {
    return refuse("userId cannot go with the type broadcast, which is for everyone; leave it out or take another type");
  }
  const apart = type === "success" || type === "error";
  if (!apart && message !== undefined && data?.message !== undefined && data.message !== message) {
    return refuse("message and data.message are two messages; send one of them");
  }
  return parseRequestedEvent(notificationsStream, eventOf(body));
}

function eventOf({ type, message, data }: DemoBody): DemoEvent {
  const text = message ?? TEST_MESSAGE;
  switch (type) {
    case "broadcast":
      return { event: "announcement", data: { message: text, ...data } };
    case "user":
      return { event: "notification", data: { title: "Notification", message: text, ...data } };
    case "system":
      return { event: "system", data: { message: text, level: "info", ...gathered(SYSTEM, data) } };
    case "update":
      // Data from the request is sent as it is, without a default message.
      return {
        event: "update",
        data: { type: "demo", data: { message: data === undefined ? text : message, ...data } },
      };
    case "progress":
      return {
        event: "progress",
        data: { operationId: "demo", progress: 50, message: text, ...gathered(PROGRESS, data) },
      };
    case "success":
      return { event: "success", data: { message: text, data } };
    case "error":
      return { event: "error", data: { error: text, ...(data && { context: data }) } };
  }
}

const SYSTEM = Object.keys(notificationsStream.events.system.schema.shape);
const PROGRESS = Object.keys(notificationsStream.events.progress.schema.shape);

/** Puts fields that an event does not have into its `metadata`, unless the request gives that too. */
function gathered(known: readonly string[], data: Readonly<Record<string, unknown>> = {}) {
  const others = Object.entries(data).filter(([name]) => !known.includes(name));
  if (others.length === 0 || data.metadata !== undefined) return data;
  const named = Object.entries(data).filter(([name]) => known.includes(name));
  return { ...Object.fromEntries(named), metadata: Object.fromEntries(others) };
}

function refuse(words: string): Parsed<DemoEvent> {
  return { ok: false, issues: [words] };
}
