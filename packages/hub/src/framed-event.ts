import { encodeEvent } from "@tidings/wire";
import type { LogEvent } from "./event-log.ts";
import { formatPosition } from "./position.ts";

/** An event and its text on the wire, made once for all its readers (D8). */
export interface FramedEvent {
  readonly event: LogEvent;
  readonly text: string;
}

/** Frames an event; one that was stored carries its position as `id`. */
export function frame(event: LogEvent): FramedEvent {
  const id = event.position && formatPosition(event.position);
  return { event, text: encodeEvent({ event: event.event, id, data: event.data }) };
}

/** Whether an event's time to live is over, so that nobody needs it any more (D9). */
export function isWorthless({ expiresAt }: LogEvent, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
