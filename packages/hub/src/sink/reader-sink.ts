import { BatchSink } from "./batch-sink.ts";
import { GzipSink } from "./gzip-sink.ts";
import type { ByteSink, Sink } from "./sink.ts";

/** The forms in which a reader asked for its stream. */
export interface SinkOptions {
  /** Neighbouring events as one `batch` event (D15.1). */
  readonly batch: boolean;
  /** The whole stream compressed (S16.1). */
  readonly gzip: boolean;
}

/** Makes the sink of one reader: its transport, and in front of it only the forms that it asked for. */
export function createReaderSink(bytes: ByteSink, { batch, gzip }: SinkOptions): Sink {
  const sink = gzip ? new GzipSink(bytes) : bytes;
  return batch ? new BatchSink(sink) : sink;
}
