import type { FramedEvent } from "./framed-event.ts";
import { Packet } from "./packet.ts";

/**
 * The events of one turn for one set of readers, and the one packet that holds them all (D8). What readers may ask for
 * by the same name is another form of that packet (D15).
 */
export class Batch {
  readonly #events: FramedEvent[] = [];
  #firstSequence = Number.POSITIVE_INFINITY;
  #packet: Packet | undefined;
  #exceptions: Set<string> | undefined;

  get events(): readonly FramedEvent[] {
    return this.#events;
  }

  /** The lowest sequence in it; Infinity when nothing in it was stored. */
  get firstSequence(): number {
    return this.#firstSequence;
  }

  /** Ids of the connections that are not sent all of it (D23); undefined where everybody is. */
  get exceptions(): ReadonlySet<string> | undefined {
    return this.#exceptions;
  }

  /** Made on first use, after the last event was added. */
  get packet(): Packet {
    this.#packet ??= new Packet(this.#events);
    return this.#packet;
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
  after(sequence: number): Batch {
    const rest = new Batch();
    for (const framed of this.#events) {
      if ((framed.event.position?.sequence ?? Number.POSITIVE_INFINITY) > sequence) rest.add(framed);
    }
    return rest;
  }
}
