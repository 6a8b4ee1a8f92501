import { createDecoder, encodeEvent } from "@tidings/wire";
import { encode } from "eventsource-encoder";
import { createParser } from "eventsource-parser";
import { median } from "./median.ts";
import { payload } from "./target.ts";

/** Megabytes a second. */
export interface CodecResult {
  readonly encode: number;
  /** `eventsource-encoder`, by the author of the parser. */
  readonly encodePeer: number;
  readonly decode: number;
  /** `eventsource-parser` fed with text that is decoded already: the floor under our decoder. */
  readonly decodeFloor: number;
}

const EVENTS = 20_000;
const ROUNDS = 9;
const CHUNK = 16 * 1024;

/** Encodes and decodes the fan-out's event, with our codec and the peers' in turns. */
export function measureCodec(): CodecResult {
  const events = Array.from({ length: EVENTS }, (_, index) => ({
    event: "order_status_update",
    id: `k3f9a2:${index}`,
    data: payload(index),
  }));
  const bytes = Buffer.from(events.map(encodeEvent).join(""));
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, index) =>
    bytes.subarray(index * CHUNK, (index + 1) * CHUNK),
  );
  const texts = chunks.map((chunk) => chunk.toString("latin1"));
  const contenders = {
    // Encode to bytes, which a socket needs. Strings alone would be measured before V8 has joined their parts.
    encode: () => Buffer.from(events.map(encodeEvent).join("")),
    encodePeer: () => Buffer.from(events.map(encode).join("")),
    decode: () => {
      const decoder = createDecoder({ onEvent() {} });
      for (const chunk of chunks) decoder.decode(chunk);
    },
    decodeFloor: () => {
      const parser = createParser({ onEvent() {} });
      for (const text of texts) parser.feed(text);
    },
  };
  const samples: Record<keyof CodecResult, number[]> = { encode: [], encodePeer: [], decode: [], decodeFloor: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of ["encode", "encodePeer", "decode", "decodeFloor"] as const) {
      const start = performance.now();
      contenders[name]();
      if (round > 0) samples[name].push(bytes.length / 1000 / (performance.now() - start));
    }
  }
  return {
    encode: median(samples.encode),
    encodePeer: median(samples.encodePeer),
    decode: median(samples.decode),
    decodeFloor: median(samples.decodeFloor),
  };
}
