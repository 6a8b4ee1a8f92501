import { encodeEvent } from "@tidings/wire";
import type { LogEvent } from "../log/event-log.ts";
import { formatPosition } from "../log/position.ts";
import { TextBlock } from "./text-block.ts";

/** An event and its text on the wire, made once for all its readers (D8.1). */
export class FramedEvent extends TextBlock {
  readonly event: LogEvent;
  #slot: string | undefined;

  constructor(event: LogEvent) {
    super(encodeEvent({ event: event.event, id: idOf(event), data: event.data }));
    this.event = event;
  }

  /**
   * Names what a newer event replaces: the same event of the same topic with the same coalesce key (D9.3). Undefined
   * where nothing replaces it. Made once for all readers that wait; the lengths keep two different names apart.
   */
  get slot(): string | undefined {
    const { topic, event, coalesceKey } = this.event;
    if (coalesceKey === undefined) return undefined;
    this.#slot ??= `${topic.length}:${event.length}:${topic}${event}${coalesceKey}`;
    return this.#slot;
  }

  /** Its position as `id` carries it; undefined for an event that was not stored. */
  get id(): string | undefined {
    return idOf(this.event);
  }
}

/** Frames an event; one that was stored carries its position as `id`. */
export function frame(event: LogEvent): FramedEvent {
  return new FramedEvent(event);
}

/** Whether an event's time to live is over, so that nobody needs it any more (D9.4). */
export function isExpired({ expiresAt }: LogEvent, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

function idOf({ position }: LogEvent): string | undefined {
  return position && formatPosition(position);
}
