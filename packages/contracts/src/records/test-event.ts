import type { EndpointBody } from "../definition/endpoint.ts";
import type { Parsed } from "../definition/parse.ts";
import { parseRequestedEvent } from "../definition/requested-event.ts";
import type { PublishableEvent } from "../definition/stream.ts";
import type { sendTestEvent } from "./endpoints.ts";
import { isAdminEventName, isRecordEventName } from "./event-filter.ts";
import { recordsStream } from "./stream.ts";

type TestEvent = PublishableEvent<typeof recordsStream>;

/**
 * The event that a test sends, on a server and on mocks, or why it sends nothing: the contract's sample of its type unless
 * the request brings a payload, to which is added what the publishing functions add. A field that the event cannot hold
 * is refused (S21.3).
 *
 * @param now Milliseconds since 1970, for what bears the time.
 * @example testEvent({ type: "system.alert", data: { message: "Backup complete" } }, Date.now())
 */
export function testEvent(
  { type = "notification", userId, data }: EndpointBody<typeof sendTestEvent>,
  now: number,
): Parsed<TestEvent> {
  if (userId !== undefined && isAdminEventName(type)) {
    return {
      ok: false,
      issues: [`userId cannot go with ${type}, which all admins hear and nobody else; leave it out`],
    };
  }
  if (!isRecordEventName(type)) return { ok: true, data: { event: type, data: data ?? { message: "Test event" } } };
  const added = type === "system.alert" ? { timestamp: new Date(now).toISOString() } : {};
  if (data === undefined) {
    const [sample] = recordsStream.events[type].samples.valid;
    return { ok: true, data: { event: type, data: { ...sample, ...added } } };
  }
  return parseRequestedEvent(recordsStream, {
    event: type,
    data: isPlain(data) ? { ...DEFAULTS[type], ...added, ...data } : data,
  });
}

/** What the functions of `@tidings/notify` say where their caller does not. */
const DEFAULTS: Readonly<Record<string, object>> = {
  "system.alert": { severity: "info" },
  "prescription.statusChanged": { previousStatus: null },
};

function isPlain(data: unknown): data is object {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
