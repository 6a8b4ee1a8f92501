import type { ServerResponse } from "node:http";
import type { Encoded } from "../encoded.ts";
import type { Reader, Transport } from "../sink.ts";

/** A stream over any response: TLS, HTTP/2, HTTP/1.0, or one that waits behind another on its socket. */
export class ResponseSink implements Transport {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
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
    this.#response.end();
  }

  destroy(): void {
    this.#response.destroy();
  }
}
