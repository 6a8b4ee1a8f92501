import { type AnyStream, BATCH, ENDING, type PublishableEvent, parse, type Topic } from "@tidings/contracts";
import { HubError } from "./error.ts";
import type { NewEvent } from "./event-log.ts";
import { checkEventName } from "./event-name.ts";

/** One event for one topic, its types already checked. Made by {@link publication}. */
export interface Publication {
  readonly topic: Topic;
  readonly event: string;
  readonly data: unknown;
  readonly key: string | undefined;
}

/** How to publish one event. */
export interface PublishOptions {
  /** Idempotency key: a durable event with a key seen before is not published again (D7). */
  readonly key?: string;
}

/**
 * Pairs an event with its topic so that several, of different streams, can be published in one append.
 *
 * @example
 * await hub.publishAll([
 *   publication(ordersStream.topic(order.user_id), { event: "order_status_update", data }, { key: "change:42" }),
 * ]);
 */
export function publication<S extends AnyStream>(
  topic: Topic<S>,
  event: PublishableEvent<S>,
  options: PublishOptions = {},
): Publication {
  return { topic, event: event.event, data: event.data, key: options.key };
}

/** A publication held against its contract and made ready for the log. */
export interface Prepared {
  readonly durable: boolean;
  readonly event: NewEvent;
}

const encoder = new TextEncoder();
const CUSTOM_MAX_BYTES = 64 * 1024;

/**
 * Validates a publication (D13).
 *
 * @throws HubError `unknown_event`, `invalid_event` or `event_too_large`
 */
export function prepare({ topic, event, data, key }: Publication): Prepared {
  const { stream, name } = topic;
  checkEventName(event);
  const definition = Object.hasOwn(stream.events, event) ? stream.events[event] : undefined;
  const schema = definition?.schema ?? (isHubsOwn(stream, event) ? undefined : stream.custom);
  if (schema === undefined) {
    throw new HubError("unknown_event", `stream "${stream.name}" has no event "${event}"; add it to the contract`);
  }
  const parsed = parse(schema, data);
  if (!parsed.ok) {
    const why = parsed.issues.join("; ");
    throw new HubError("invalid_event", `event "${event}" breaks its contract: ${why}`, parsed.issues);
  }
  const json = JSON.stringify(parsed.data) ?? "null";
  const maxBytes = definition?.delivery.maxBytes ?? CUSTOM_MAX_BYTES;
  // A UTF-16 unit is at most three bytes of UTF-8: short texts need no second look.
  if (json.length * 3 > maxBytes && encoder.encode(json).length > maxBytes) {
    throw new HubError("event_too_large", `event "${event}" is larger than its ${maxBytes} bytes; send less of it`);
  }
  const ttl = definition?.delivery.ttl ?? Number.POSITIVE_INFINITY;
  return {
    durable: definition?.delivery.durable ?? false,
    event: {
      topic: name,
      event,
      data: json,
      key,
      coalesceKey: definition?.delivery.coalesceBy?.(parsed.data),
      expiresAt: ttl === Number.POSITIVE_INFINITY ? undefined : Date.now() + ttl,
      publishedAt: performance.timeOrigin + performance.now(),
    },
  };
}

/** Greetings, endings and batches are the hub's to send: a custom event by their name would speak for it. */
function isHubsOwn(stream: AnyStream, event: string): boolean {
  return event === ENDING || event === BATCH || event === "connected" || event === stream.greeting.name;
}
