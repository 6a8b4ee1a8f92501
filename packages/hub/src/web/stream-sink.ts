import type { Encoded } from "../encoded.ts";
import type { Reader, Transport } from "../sink.ts";

/** Bytes that a stream may hold before its reader counts as full. */
const HIGH_WATER_MARK = 64 * 1024;

/** A stream over a `ReadableStream`, for hosts that answer with a web `Response`. */
export class StreamSink implements Transport {
  readonly body: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #reader: Reader | undefined;
  #full = false;

  constructor() {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          if (!this.#full) return;
          this.#full = false;
          this.#reader?.drained();
        },
        cancel: () => {
          this.#controller = undefined;
          this.#reader?.gone();
        },
      },
      { highWaterMark: HIGH_WATER_MARK, size: (chunk) => chunk?.byteLength ?? 0 },
    );
  }

  get full(): boolean {
    return this.#full;
  }

  start(reader: Reader): void {
    this.#reader = reader;
  }

  write(packet: Encoded): boolean {
    this.#controller?.enqueue(packet.bytes);
    this.#full = (this.#controller?.desiredSize ?? 1) <= 0;
    return !this.#full;
  }

  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  destroy(): void {
    this.#controller?.error(new Error("the stream was cut"));
    this.#controller = undefined;
  }
}
