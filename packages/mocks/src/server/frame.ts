import { type AnyStream, checkEvent, type PublishableEvent, type Topic, topicRefusal } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { MocksError } from "../error.ts";

/** A valid event, ready to be encoded with its position. */
export interface Frame {
  readonly durable: boolean;
  /** The event as wire text. */
  at(position: string | undefined): string;
}

/**
 * Checks an event against its stream's contract with the same check as the hub (D13.4, W2).
 *
 * @throws MocksError `unknown_event`, `invalid_event`, `event_too_large` or `invalid_topic`
 */
export function frameEvent<S extends AnyStream>(topic: Topic<S>, event: PublishableEvent<S>): Frame {
  const wrong = topicRefusal(topic);
  const checked = wrong ?? checkEvent(topic.stream, event?.event, event?.data);
  if (!checked.ok) throw new MocksError(checked.code, checked.message);
  const { durable, json } = checked;
  return { durable, at: (id) => encodeEvent({ event: checked.event, id, data: json }) };
}
