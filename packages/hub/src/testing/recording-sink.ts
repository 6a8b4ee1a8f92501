import { createDecoder, type DecodedEvent } from "@tidings/wire";
import type { Sink, SinkListener } from "../sink/sink.ts";

/** A reader for tests: decodes what it is sent, and can refuse to take more. */
export interface RecordingSink extends Sink {
  readonly events: DecodedEvent[];
  readonly comments: string[];
  /** Every reconnection time that it was told, in order. */
  readonly retries: number[];
  /** Writes: what would be system calls. */
  readonly writes: number;
  readonly lastEventId: string;
  readonly state: "open" | "ended" | "destroyed";
  /** While true, every write asks to wait, as a full socket does; what was written still counts as sent. */
  full: boolean;
  /** Tells its connection that everything was taken, as a socket does that drained. */
  drain(): void;
}

/** Makes a {@link RecordingSink}. */
export function createRecordingSink(): RecordingSink {
  const events: DecodedEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const decoder = createDecoder({
    onEvent: (event) => events.push(event),
    onComment: (text) => comments.push(text),
    onRetry: (milliseconds) => retries.push(milliseconds),
  });
  let writes = 0;
  let state: RecordingSink["state"] = "open";
  let listener: SinkListener | undefined;
  return {
    events,
    comments,
    retries,
    full: false,
    get writes() {
      return writes;
    },
    get lastEventId() {
      return decoder.lastEventId;
    },
    get state() {
      return state;
    },
    start(started) {
      listener = started;
    },
    drain() {
      listener?.drained();
    },
    write(encoded) {
      writes += 1;
      decoder.decode(encoded.bytes);
      return !this.full;
    },
    end() {
      state = "ended";
    },
    destroy() {
      state = "destroyed";
    },
  };
}
