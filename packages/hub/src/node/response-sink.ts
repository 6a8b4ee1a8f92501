import type { Writable } from "node:stream";
import type { Encoded } from "../encoding/encoded.ts";
import { cutUnlessTaken } from "../sink/end-deadline.ts";
import type { Reader, Transport } from "../sink/sink.ts";

/** A stream over any response: TLS, HTTP/2, HTTP/1.0, or one that waits behind another on its socket. */
export class ResponseSink implements Transport {
  readonly #response: Writable;

  constructor(response: Writable) {
    this.#response = response;
  }

  get full(): boolean {
    return this.#response.writableNeedDrain;
  }

  start(reader: Reader): void {
    this.#response.on("drain", () => reader.drained());
    this.#response.on("close", () => reader.gone());
    // A reset by the reader is how most streams end.
    this.#response.on("error", () => reader.gone());
  }

  write(packet: Encoded): boolean {
    return this.#response.write(packet.bytes);
  }

  end(): void {
    endResponse(this.#response);
  }

  destroy(): void {
    this.#response.destroy();
  }
}

/** Ends a response, and cuts it where its reader does not take the rest (D16). */
export function endResponse(response: Writable): void {
  const taken = cutUnlessTaken(() => response.destroy());
  response.once("finish", taken);
  response.once("close", taken);
  response.end();
}
