import type { Packet } from "./packet.ts";

/** The port to one reader's transport: what an HTTP response, or a test, has to offer. */
export interface Sink {
  /** Sends a packet. False asks to wait for {@link Connection.drained} before the next. */
  write(packet: Packet): boolean;
  /** Ends the stream cleanly: what was written still arrives. */
  end(): void;
  /** Cuts the stream at once: the reader does not keep up or is gone. */
  destroy(): void;
}
