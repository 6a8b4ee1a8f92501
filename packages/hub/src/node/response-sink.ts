import type { Writable } from "node:stream";
import type { ChunkableBytes } from "../encoding/chunkable-bytes.ts";
import { cutUnlessTaken } from "../sink/end-deadline.ts";
import type { ByteSink, SinkListener } from "../sink/sink.ts";

/** A stream over any response: TLS, HTTP/2, HTTP/1.0, or one that waits behind another on its socket. */
export class ResponseSink implements ByteSink {
  readonly #response: Writable;

  constructor(response: Writable) {
    this.#response = response;
  }

  get full(): boolean {
    return this.#response.writableNeedDrain;
  }

  start(listener: SinkListener): void {
    this.#response.on("drain", () => listener.drained());
    this.#response.on("close", () => listener.gone());
    // A reset by the reader is how most streams end.
    this.#response.on("error", () => listener.gone());
  }

  write(bytes: ChunkableBytes): boolean {
    return this.#response.write(bytes.bytes);
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
