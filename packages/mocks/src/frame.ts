import { type AnyStream, type PublishableEvent, parse, type Topic } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { MocksError } from "./error.ts";

/** An event that kept its contract, ready to be given its position. */
export interface Frame {
  readonly durable: boolean;
  /** The block as it travels. */
  at(position: string | undefined): string;
}

/**
 * Holds an event against its stream's contract, as the hub does (D13, W2).
 *
 * @throws MocksError `invalid_event` or `event_too_large`
 */
export function frameEvent<S extends AnyStream>(topic: Topic<S>, event: PublishableEvent<S>): Frame {
  if (/[\r\n\0]/.test(event.event)) {
    throw new MocksError("invalid_event", `${JSON.stringify(event.event)} holds CR, LF or NUL; no event is named so`);
  }
  // A custom event may be named like something that every object has.
  const definition = Object.hasOwn(topic.stream.events, event.event) ? topic.stream.events[event.event] : undefined;
  const schema = definition?.schema ?? topic.stream.custom;
  if (!schema) {
    throw new MocksError(
      "invalid_event",
      `the ${topic.stream.name} stream has no event ${event.event}; it has ${Object.keys(topic.stream.events).join(", ")}`,
    );
  }
  const parsed = parse(schema, event.data);
  if (!parsed.ok) {
    throw new MocksError("invalid_event", `${event.event} breaks its contract: ${parsed.issues.join("; ")}`);
  }
  const data = JSON.stringify(parsed.data) ?? "null";
  const maxBytes = definition?.delivery.maxBytes ?? Number.POSITIVE_INFINITY;
  if (new TextEncoder().encode(data).length > maxBytes) {
    throw new MocksError("event_too_large", `${event.event} is larger than ${maxBytes} bytes; send less`);
  }
  return {
    durable: definition?.delivery.durable ?? false,
    at: (id) => encodeEvent({ event: event.event, id, data }),
  };
}
