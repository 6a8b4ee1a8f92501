import type { FramedEvent } from "./framed-event.ts";

/** What one reader that cannot keep up still has to be sent. Exists only while its socket is full (D9). */
export class Queue {
  readonly #maxBytes: number;
  #events: FramedEvent[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Characters waiting; a lower bound of the bytes. */
  get length(): number {
    return this.#length;
  }

  /** Adds an event, in the place of an older one with its coalesce key. False: the bound is passed. */
  push(framed: FramedEvent): boolean {
    const { coalesceKey, topic } = framed.event;
    if (coalesceKey !== undefined) {
      const older = this.#events.findIndex(
        ({ event }) => event.coalesceKey === coalesceKey && event.topic === topic && event.event === framed.event.event,
      );
      // The newer one goes to the end: positions must not go back.
      if (older >= 0) this.#remove(older);
    }
    this.#events.push(framed);
    this.#length += framed.text.length;
    return this.#length <= this.#maxBytes;
  }

  /** Takes everything that is still worth sending, in order, as one text. */
  take(now: number): string {
    let text = "";
    for (const { event, text: line } of this.#events) {
      if (event.expiresAt === undefined || event.expiresAt > now) text += line;
    }
    this.#events = [];
    this.#length = 0;
    return text;
  }

  #remove(index: number) {
    const [removed] = this.#events.splice(index, 1);
    this.#length -= removed?.text.length ?? 0;
  }
}
