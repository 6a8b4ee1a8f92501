import type { ChunkableBytes } from "../encoding/chunkable-bytes.ts";
import { cutUnlessTaken } from "../sink/end-deadline.ts";
import type { ByteSink, SinkListener } from "../sink/sink.ts";

/** Bytes that a stream may hold before its reader counts as full. */
const HIGH_WATER_MARK = 64 * 1024;

/** A stream over a `ReadableStream`, for hosts that answer with a web `Response`. */
export class StreamSink implements ByteSink {
  readonly body: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #listener: SinkListener | undefined;
  #full = false;
  #taken: (() => void) | undefined;

  constructor() {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          if (!this.#full) return;
          this.#full = false;
          this.#listener?.drained();
        },
        cancel: () => {
          this.#controller = undefined;
          this.#taken?.();
          this.#listener?.gone();
        },
      },
      { highWaterMark: HIGH_WATER_MARK, size: (chunk) => chunk?.byteLength ?? 0 },
    );
  }

  get full(): boolean {
    return this.#full;
  }

  start(listener: SinkListener): void {
    this.#listener = listener;
  }

  write(bytes: ChunkableBytes): boolean {
    this.#controller?.enqueue(bytes.bytes);
    this.#full = (this.#controller?.desiredSize ?? 1) <= 0;
    return !this.#full;
  }

  end(): void {
    const controller = this.#controller;
    if (controller === undefined) return;
    this.#controller = undefined;
    controller.close();
    // Of a body that was read to its end this changes nothing.
    this.#taken = cutUnlessTaken(() => controller.error(notTaken()));
  }

  /** Ends the body instead of breaking it: an error in it would be logged by hosts that read on, and it is none. */
  destroy(): void {
    this.end();
  }
}

/** Named as hosts name it themselves when a reader goes, which is nothing to be logged; without a stack, since there is no culprit. */
function notTaken(): Error {
  const error = new Error("the reader did not take the end of its stream");
  error.name = "AbortError";
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
