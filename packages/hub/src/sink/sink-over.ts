import { BatchSink } from "./batch-sink.ts";
import { GzipSink } from "./gzip-sink.ts";
import type { Sink, Transport } from "./sink.ts";

/** What a reader wants done to its stream. */
export interface Wishes {
  readonly batch: boolean;
  readonly gzip: boolean;
}

/** The sink of one reader: its transport, and in front of it only what it asked for. */
export function sinkOver(transport: Transport, { batch, gzip }: Wishes): Sink {
  const sink = gzip ? new GzipSink(transport) : transport;
  return batch ? new BatchSink(sink) : sink;
}
