/** The text between two blank lines on the wire, or a comment between events. */
export interface RawBlock {
  /** The exact text, including line ends, up to {@link MAX_BLOCK_CHARS}. */
  readonly text: string;
  /** How many further characters were not kept. */
  readonly omitted: number;
  /** False for an incomplete block at the end of a connection, which readers discard. */
  readonly finished: boolean;
}

/**
 * The most characters that are kept of one block: more than anyone reads, and few enough to keep hundreds of blocks.
 */
export const MAX_BLOCK_CHARS = 65_536;

/** Splits a stream of bytes into blocks of text without interpreting them. */
export interface BlockReader {
  take(chunk: Uint8Array): void;
  /** Ends the stream and emits an unfinished block. */
  end(): void;
}

/**
 * Makes a reader that emits blocks as they come. A comment between blocks is emitted at its line end, because no blank
 * line need follow it. Blank lines between blocks are not kept.
 */
export function createBlockReader(onBlock: (block: RawBlock) => void): BlockReader {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // A CR at the end of a chunk may be half a CRLF.
  let held = "";
  let text = "";
  let length = 0;
  let lines = 0;
  let lineLength = 0;
  let startsWithColon = false;

  const add = (piece: string) => {
    length += piece.length;
    text += piece.slice(0, MAX_BLOCK_CHARS - text.length);
  };
  const hand = (finished: boolean) => {
    onBlock({ text, omitted: length - text.length, finished });
    text = "";
    length = 0;
    lines = 0;
  };
  const endLine = () => {
    const blank = lineLength === 0;
    lineLength = 0;
    if (!blank) {
      lines += 1;
      if (lines === 1 && startsWithColon) hand(true);
    } else if (lines > 0) hand(true);
    else {
      text = "";
      length = 0;
    }
  };
  const read = (incoming: string) => {
    let from = 0;
    for (const { 0: terminator, index } of incoming.matchAll(/\r\n|\r|\n/g)) {
      if (lineLength === 0) startsWithColon = incoming[from] === ":";
      lineLength += index - from;
      add(incoming.slice(from, index + terminator.length));
      from = index + terminator.length;
      endLine();
    }
    if (from === incoming.length) return;
    if (lineLength === 0) startsWithColon = incoming[from] === ":";
    lineLength += incoming.length - from;
    add(incoming.slice(from));
  };

  return {
    take(chunk) {
      const incoming = held + decoder.decode(chunk, { stream: true });
      held = incoming.endsWith("\r") ? "\r" : "";
      read(held === "" ? incoming : incoming.slice(0, -1));
    },
    end() {
      read(held + decoder.decode());
      held = "";
      if (length > 0) hand(false);
    },
  };
}
