import type { ChunkableBytes } from "../encoding/chunkable-bytes.ts";
import type { EncodedEvents } from "../encoding/encoded-events.ts";

/** What a transport tells the connection that it carries. */
export interface SinkListener {
  /** Everything written was taken; more may come. */
  drained(): void;
  /** The reader went away. */
  gone(): void;
}

/** The port to one reader's transport: what an HTTP response, or a test, has to offer. */
export interface Sink {
  /** Called once, before the first write: whom to tell of drains and of the end. */
  start(listener: SinkListener): void;
  /** Whether what was written waits to be taken. Cheap: it is asked before every turn's write. */
  readonly full: boolean;
  /** Sends what was encoded. False asks to wait for {@link SinkListener.drained} before the next. */
  write(encoded: EncodedEvents): boolean;
  /** Ends the stream cleanly: what was written still arrives. */
  end(): void;
  /** Cuts the stream at once: the reader does not keep up or is gone. */
  destroy(): void;
}

/** A sink that sends bytes as it gets them, whatever they hold. */
export interface ByteSink extends Sink {
  write(bytes: ChunkableBytes): boolean;
}
