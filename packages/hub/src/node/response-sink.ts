import type { ServerResponse } from "node:http";
import type { Packet } from "../packet.ts";
import type { Sink } from "../sink.ts";

/** A stream over an `http` or `http2` response. */
export class ResponseSink implements Sink {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  write(packet: Packet): boolean {
    return this.#response.write(packet.bytes);
  }

  end(): void {
    this.#response.end();
  }

  destroy(): void {
    this.#response.destroy();
  }
}
