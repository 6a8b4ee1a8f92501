import { $ZodAsyncError } from "zod/v4/core";
import { arrivalIssues } from "./arrival-issues.ts";
import { DEFAULT_MAX_BYTES, type EventDefinition } from "./event.ts";
import { eventNameIssue } from "./event-name.ts";
import { describeFault, scanJson } from "./json-value.ts";
import { parse } from "./parse.ts";
import { isReservedName } from "./reserved-name.ts";
import { changesValues } from "./schema-traits.ts";
import type { AnyStream } from "./stream.ts";

/** Why an event was refused. */
export type EventRefusalCode = "unknown_event" | "invalid_event" | "event_too_large" | "invalid_topic";

/** An event that cannot be published, and why. */
export interface EventRefusal {
  readonly ok: false;
  readonly code: EventRefusalCode;
  /** For people: what to do. Holds no payload. */
  readonly message: string;
  /** What is wrong, one line an issue: `path: message`. */
  readonly issues: readonly string[];
  /** What was thrown while the event was looked at; undefined where nothing was. */
  readonly cause: unknown;
}

/** A valid event, ready to be sent. */
export interface CheckedEvent {
  readonly ok: true;
  readonly event: string;
  /** The payload as JSON text. Parsing it gives the value that was published. */
  readonly json: string;
  readonly durable: boolean;
  /** Milliseconds; Infinity where it never expires. */
  readonly ttl: number;
  /** Undefined if no newer event replaces it. */
  readonly coalesceKey: string | undefined;
}

/** How custom events travel: in memory only. */
const CUSTOM: Pick<EventDefinition, "delivery"> = {
  delivery: { durable: false, ttl: Number.POSITIVE_INFINITY, maxBytes: DEFAULT_MAX_BYTES },
};

const encoder = new TextEncoder();

/**
 * Checks an event against its stream's contract (D13.1, D13.4). The hub, the publishing functions and the mocks all use
 * this one check. It never throws, whatever it is given: a getter or a `toJSON` that throws, a BigInt, a cycle, an
 * async schema.
 *
 * @example
 * const checked = checkEvent(ordersStream, "order_status_update", data);
 * if (!checked.ok) throw new Error(checked.message);
 * send(checked.json);
 */
export function checkEvent(stream: AnyStream, event: string, data: unknown): CheckedEvent | EventRefusal {
  try {
    return check(stream, event, data);
  } catch (cause) {
    return refuse("invalid_event", event, [issueOf(cause)], cause);
  }
}

function check(stream: AnyStream, event: string, data: unknown): CheckedEvent | EventRefusal {
  const nameIssue = eventNameIssue(event);
  if (nameIssue !== undefined) return refuse("invalid_event", event, [nameIssue]);
  // A custom event may be named like a property of every object, for example `constructor`.
  const definition = Object.hasOwn(stream.events, event) ? stream.events[event] : undefined;
  const schema = definition?.schema ?? (isReservedName(stream.greeting.name, event) ? undefined : stream.custom);
  if (schema === undefined) return unknownEvent(stream, event);
  const { delivery } = definition ?? CUSTOM;
  const parsed = parse(schema, data);
  if (!parsed.ok) return refuse("invalid_event", event, parsed.issues);
  const { fault, dropsProperties, tooLong } = scanJson(parsed.data, delivery.maxBytes);
  if (fault !== undefined) return refuse("invalid_event", event, [describeFault(fault)]);
  if (tooLong) return tooLarge(event, delivery.maxBytes);
  const json = JSON.stringify(parsed.data);
  // A UTF-16 unit is at most three bytes of UTF-8: short texts need no second look.
  if (json.length * 3 > delivery.maxBytes && encoder.encode(json).length > delivery.maxBytes) {
    return tooLarge(event, delivery.maxBytes);
  }
  if (dropsProperties || changesValues(schema)) {
    const issues = arrivalIssues(schema, json);
    if (issues.length > 0) return refuse("invalid_event", event, issues);
  }
  const coalesceKey = delivery.coalesceBy?.(parsed.data);
  if (coalesceKey !== undefined && typeof coalesceKey !== "string") {
    return refuse("invalid_event", event, ["its coalesceBy gave no text"]);
  }
  return { ok: true, event, json, durable: delivery.durable, ttl: delivery.ttl, coalesceKey };
}

/**
 * Says what an exception means for the value. The exception's own message is left out, because it may quote the
 * payload.
 */
function issueOf(cause: unknown): string {
  if (cause instanceof RangeError) return "it is nested too deep, or holds itself; send a flat copy";
  if (cause instanceof $ZodAsyncError) return "its schema is async; take its async parts out";
  const name = cause instanceof Error ? cause.name : typeof cause;
  return `checking it threw ${name}; send plain data, and use a schema that does not throw`;
}

function unknownEvent(stream: AnyStream, event: string): EventRefusal {
  const names = Object.keys(stream.events).join(", ");
  const message = isReservedName(stream.greeting.name, event)
    ? `"${event}" is sent only by the hub itself on "${stream.name}"; choose another name`
    : `stream "${stream.name}" has no event ${JSON.stringify(event)}; it has ${names}. Add it to the contract`;
  return { ok: false, code: "unknown_event", message, issues: [], cause: undefined };
}

function tooLarge(event: string, maxBytes: number): EventRefusal {
  const message = `event "${event}" is larger than its ${maxBytes} bytes; send less of it`;
  return { ok: false, code: "event_too_large", message, issues: [], cause: undefined };
}

function refuse(code: EventRefusalCode, event: unknown, issues: readonly string[], cause?: unknown): EventRefusal {
  const name = typeof event === "string" ? JSON.stringify(event.slice(0, 100)) : `of type ${typeof event}`;
  return { ok: false, code, message: `event ${name} breaks its contract: ${issues.join("; ")}`, issues, cause };
}
