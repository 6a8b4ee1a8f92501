import type { EncodedEvents } from "../encoding/encoded-events.ts";
import type { Sink, SinkListener } from "./sink.ts";

/** Sends the events of each write as batches, to a reader that asked for them (D15.1). */
export class BatchSink implements Sink {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  get full(): boolean {
    return this.#sink.full;
  }

  start(listener: SinkListener): void {
    this.#sink.start(listener);
  }

  write(encoded: EncodedEvents): boolean {
    return this.#sink.write(encoded.batched);
  }

  end(): void {
    this.#sink.end();
  }

  destroy(): void {
    this.#sink.destroy();
  }
}
