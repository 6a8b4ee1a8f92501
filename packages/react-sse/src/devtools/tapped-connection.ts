import { redactAddress } from "@tidings/contracts";
import { createBlockReader, type RawBlock } from "./block-reader.ts";
import { wireLines } from "./wire-lines.ts";

/**
 * The state of a tapped connection. `refused`: answered, but not with a stream. `ended`: by the server. `closed`: by
 * the page. `failed`: broken off, before or after its answer.
 */
export type TapState = "connecting" | "open" | "refused" | "ended" | "closed" | "failed";

/** A block as it came over the wire. */
export interface TappedBlock {
  /** Counted from 1 on each connection. */
  readonly number: number;
  /** Milliseconds since 1970, when its last byte came. */
  readonly at: number;
  readonly kind: "event" | "comment" | "unfinished";
  /** The name in its `event:` line; `message` for data without one; undefined if no event is dispatched. */
  readonly name: string | undefined;
  /** The exact text, including line ends. */
  readonly text: string;
  /** Characters left out at the end of a block too long to keep. */
  readonly omitted: number;
}

/** One request for a stream and its result. A new object after each change. */
export interface TappedConnection {
  readonly id: number;
  /** The address without its secrets. */
  readonly address: string;
  /** The position that it asked to resume from. */
  readonly lastEventId: string | undefined;
  readonly state: TapState;
  /** The answer's status, if there is an answer. */
  readonly status: number | undefined;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** Bytes and blocks since it was opened, kept or not. */
  readonly bytes: number;
  readonly received: number;
  /** The newest, oldest first. */
  readonly blocks: readonly TappedBlock[];
}

/** Writes down one connection. */
export interface ConnectionRecord {
  /** The same object until something changes. */
  getSnapshot(): TappedConnection;
  answered(status: number, isStream: boolean): void;
  take(chunk: Uint8Array): void;
  /** Only the first end counts. */
  end(how: "ended" | "closed" | "failed"): void;
  clear(): void;
}

/** Begins to record a connection. `changed` is called at once for every change. */
export function recordConnection(options: {
  readonly id: number;
  readonly address: string;
  readonly lastEventId: string | undefined;
  readonly keep: number;
  now(): number;
  changed(): void;
}): ConnectionRecord {
  const { id, lastEventId, keep, now } = options;
  const address = redactAddress(options.address);
  const startedAt = now();
  let state: TapState = "connecting";
  let status: number | undefined;
  let endedAt: number | undefined;
  let bytes = 0;
  let received = 0;
  let blocks: TappedBlock[] = [];
  let view: TappedConnection | undefined;

  const changed = () => {
    view = undefined;
    options.changed();
  };
  const reader = createBlockReader((raw) => {
    received += 1;
    blocks.push(describe(raw, received, now()));
    // Removes old blocks many at a time, not one for each new block.
    if (blocks.length >= 2 * keep + 1) blocks = newest(blocks, keep);
  });

  return {
    getSnapshot() {
      const kept = () => newest(blocks, keep);
      view ??= { id, address, lastEventId, state, status, startedAt, endedAt, bytes, received, blocks: kept() };
      return view;
    },
    answered(answer, isStream) {
      status = answer;
      state = isStream ? "open" : "refused";
      if (!isStream) endedAt = now();
      changed();
    },
    take(chunk) {
      bytes += chunk.byteLength;
      reader.take(chunk);
      changed();
    },
    end(how) {
      if (endedAt !== undefined) return;
      reader.end();
      state = how;
      endedAt = now();
      changed();
    },
    clear() {
      blocks = [];
      changed();
    },
  };
}

function newest(blocks: readonly TappedBlock[], keep: number): TappedBlock[] {
  return blocks.slice(Math.max(0, blocks.length - keep));
}

function describe({ text, omitted, finished }: RawBlock, number: number, at: number): TappedBlock {
  const lines = wireLines(text);
  const isComment = lines.every(({ field }) => field === "comment");
  const kind = !finished ? "unfinished" : isComment ? "comment" : "event";
  const hasData = lines.some(({ field }) => field === "data");
  const name = lines.findLast(({ field }) => field === "event")?.value || "message";
  return { number, at, kind, name: kind === "event" && hasData ? name : undefined, text, omitted };
}
