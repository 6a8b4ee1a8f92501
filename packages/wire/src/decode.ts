import { createParser } from "eventsource-parser";
import { WireError } from "./error.ts";

/** One dispatched event, as a browser's MessageEvent would carry it. */
export interface DecodedEvent {
  /** The event's name; `message` when the stream named none. */
  readonly type: string;
  readonly data: string;
  /** The last event id in force when this event was dispatched; `""` before the first. */
  readonly lastEventId: string;
}

/** What a decoder reports, and its bound. */
export interface DecoderOptions {
  /** The last event id carried over from the previous connection. Default `""`. */
  readonly lastEventId?: string | undefined;
  /** Called once for each complete event, in order. */
  onEvent(event: DecodedEvent): void;
  /** Called for each comment line: heartbeats. The text is without the colon and one space. */
  onComment?(text: string): void;
  /** Called for each valid `retry` field, in milliseconds, unclamped. */
  onRetry?(milliseconds: number): void;
  /** Characters one unfinished event may hold before decoding fails. Default 16 Mi; at least 1; Infinity for no limit. */
  readonly maxEventLength?: number | undefined;
}

/** Turns the bytes of one connection into events. */
export interface Decoder {
  /**
   * Feeds the next bytes, cut anywhere. An event is complete on its blank line only; what is
   * unfinished when the connection ends is discarded by never being completed.
   *
   * @throws WireError `event_too_long`
   */
  decode(chunk: Uint8Array): void;
  /** What a reconnect must send: the id of the last complete block, whether it held data or not. */
  readonly lastEventId: string;
}

/**
 * Makes a decoder for one connection; make a new one, with the carried-over id, for the next.
 *
 * @example
 * const decoder = createDecoder({ onEvent: (event) => console.log(event.type, event.data) });
 * for await (const chunk of response.body) decoder.decode(chunk);
 * @throws WireError `invalid_options`: `maxEventLength` is out of its range (D28.3)
 * @see WHATWG 9.2.6, docs/spec/wire.md W7.1, W8 to W10
 */
export function createDecoder(options: DecoderOptions): Decoder {
  const text = createUtf8Decoder();
  const limit = options.maxEventLength ?? 16 * 1024 * 1024;
  if (typeof limit !== "number" || !(limit >= 1)) {
    const what = `createDecoder's maxEventLength must be a number from 1, or Infinity for no limit; it is ${limit}`;
    throw new WireError("invalid_options", what);
  }
  let lastEventId = options.lastEventId ?? "";
  let overflow: WireError | undefined;

  const parser = createParser({
    maxBufferSize: limit,
    onId(id) {
      lastEventId = id;
    },
    onEvent(event) {
      options.onEvent({ type: event.event ?? "message", data: event.data, lastEventId });
    },
    onComment: (comment) => options.onComment?.(comment),
    onRetry: (milliseconds) => options.onRetry?.(milliseconds),
    onError(error) {
      if (error.type === "max-buffer-size-exceeded") {
        overflow = new WireError("event_too_long", `an event is longer than ${limit} characters; raise maxEventLength`);
      }
    },
  });

  return {
    decode(chunk) {
      parser.feed(text(chunk));
      if (overflow) throw overflow;
    },
    get lastEventId() {
      return lastEventId;
    },
  };
}

/**
 * Decodes UTF-8 cut anywhere (W7.2). Engines decode whole texts many times faster than streamed ones, and a chunk that
 * ends in an ASCII byte, as nearly every one does, is whole.
 */
function createUtf8Decoder(): (chunk: Uint8Array) => string {
  // The parser removes the one leading BOM itself; a TextDecoder that also did would eat a second one (W8).
  const whole = new TextDecoder("utf-8", { ignoreBOM: true });
  const cut = new TextDecoder("utf-8", { ignoreBOM: true });
  let pending = false;
  return (chunk) => {
    const last = chunk.at(-1);
    if (last === undefined) return "";
    const endsWhole = last < 0x80;
    if (!pending && endsWhole) return whole.decode(chunk);
    pending = !endsWhole;
    return cut.decode(chunk, { stream: true });
  };
}
