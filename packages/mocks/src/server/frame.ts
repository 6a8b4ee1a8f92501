import { type AnyStream, checkEvent, type PublishableEvent, type Topic, topicRefusal } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { MocksError } from "../error.ts";

/** An event that kept its contract, ready to be given its position. */
export interface Frame {
  readonly durable: boolean;
  /** The block as it travels. */
  at(position: string | undefined): string;
}

/**
 * Holds an event against its stream's contract by the very check of the hub (D13.4, W2).
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
