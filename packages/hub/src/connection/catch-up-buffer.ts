import type { FramedEvent } from "../encoding/framed-event.ts";

/** Live events that wait while a connection reads the log: the "buffer" of subscribe, read, send, drain (D4.2). */
export class CatchUpBuffer {
  readonly #maxBytes: number;
  #events: FramedEvent[] = [];
  #length = 0;
  #overflowed = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether events were dropped or missed; the log still has the durable ones. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  push(framed: FramedEvent): void {
    this.#length += framed.text.length;
    if (this.#length > this.#maxBytes) {
      this.#overflowed = true;
      this.#events = [];
      return;
    }
    this.#events.push(framed);
  }

  /** The log has events that never came here: it must be read once more. */
  missed(): void {
    this.#overflowed = true;
  }

  /** Starts over: whatever came until now is in the log and will be read from there. */
  reset(): void {
    this.#events = [];
    this.#length = 0;
    this.#overflowed = false;
  }

  /** What came after a sequence, and what never had one, in order. */
  after(sequence: number): readonly FramedEvent[] {
    return this.#events.filter(({ event }) => event.position === undefined || event.position.sequence > sequence);
  }
}
