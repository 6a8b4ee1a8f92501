import type { FramedEvent } from "./framed-event.ts";
import { Packet } from "./packet.ts";

/** The events of one turn for one set of readers, and the one packet that holds them all (D8). */
export class Batch {
  readonly events: FramedEvent[] = [];
  #packet: Packet | undefined;

  /** Made on first use, after the last event was added. */
  get packet(): Packet {
    this.#packet ??= new Packet(this.events.map(({ text }) => text).join(""));
    return this.#packet;
  }
}
