import assert from "node:assert/strict";
import { createDecoder, type DecodedEvent, encodeComment, encodeEvent } from "@tidings/wire";
import fc from "fast-check";
import type { FuzzCase } from "./fuzz-case.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
/** Full of what the format gives a meaning to. */
const trickyText = fc.string({
  unit: fc.constantFrom("\r", "\n", "\r\n", ":", " ", "\uFEFF", "\0", "data", "id", "retry: 1", "é", "🎉", "\u2028"),
  maxLength: 8,
});
const data = fc.oneof(text, trickyText);
const line = data.map((value) => value.replace(/[\r\n\0]/g, ""));
// An empty name is no name: it arrives as "message".
const event = fc.record({ event: line.filter((name) => name !== ""), id: line, data });
const events = fc.array(event, { maxLength: 4 });
const cuts = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 6 });

/** W6: one run is up to four events with comments between them, their bytes cut at random. */
export const roundTrip: FuzzCase = {
  name: "W6: encoder and decoder are inverse for any Unicode, however the bytes are cut",
  run({ runs, seed }) {
    fc.assert(
      fc.property(events, data, cuts, (sent, comment, sizes) => {
        const block = encodeComment(comment);
        const bytes = Buffer.from(block + sent.map((one) => encodeEvent(one) + block).join(""));
        const received: DecodedEvent[] = [];
        const decoder = createDecoder({ onEvent: (one) => received.push(one) });
        for (const chunk of cut(bytes, sizes)) decoder.decode(chunk);
        const expected = sent.map((one) => ({ type: one.event, data: lines(one.data), lastEventId: one.id }));
        assert.deepEqual(received, expected);
        assert.equal(decoder.lastEventId, sent.at(-1)?.id ?? "");
      }),
      { numRuns: runs, seed },
    );
  },
};

/** Every line break arrives as LF (W3). */
function lines(value: string): string {
  return value.replace(/\r\n|\r/g, "\n");
}

/** Chunks of the sizes given, over and over; 0 is an empty read. */
function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  const steps = sizes.every((size) => size === 0) ? [1] : sizes;
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = steps[turn % steps.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
