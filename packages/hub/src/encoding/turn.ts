import { EncodedEvents } from "./encoded-events.ts";
import type { FramedEvent } from "./framed-event.ts";

/**
 * The events of one turn of the event loop for one set of readers, encoded once for all of them (D8.1, D8.3). Not the `batch` event
 * of D15, which is a form that a reader asks for: see batch-blocks.ts.
 */
export class Turn {
  readonly #events: FramedEvent[] = [];
  #firstSequence = Number.POSITIVE_INFINITY;
  #encoded: EncodedEvents | undefined;
  #exceptions: Set<string> | undefined;

  get events(): readonly FramedEvent[] {
    return this.#events;
  }

  /** The lowest sequence in it; Infinity when nothing in it was stored. */
  get firstSequence(): number {
    return this.#firstSequence;
  }

  /** Ids of the connections that are not sent all of it (D23.1); undefined where everybody is. */
  get exceptions(): ReadonlySet<string> | undefined {
    return this.#exceptions;
  }

  /** Made on first use, after the last event was added. */
  get encoded(): EncodedEvents {
    this.#encoded ??= new EncodedEvents(this.#events);
    return this.#encoded;
  }

  add(framed: FramedEvent): void {
    this.#events.push(framed);
    this.#firstSequence = Math.min(this.#firstSequence, framed.event.position?.sequence ?? Number.POSITIVE_INFINITY);
    const { exceptConnection } = framed.event;
    if (exceptConnection === undefined) return;
    this.#exceptions ??= new Set();
    this.#exceptions.add(exceptConnection);
  }

  /** The same without what was stored up to a sequence: for a reader that got it from the log already. */
  after(sequence: number): Turn {
    const rest = new Turn();
    for (const framed of this.#events) {
      if ((framed.event.position?.sequence ?? Number.POSITIVE_INFINITY) > sequence) rest.add(framed);
    }
    return rest;
  }
}
