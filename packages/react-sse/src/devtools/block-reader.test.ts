import { encodeComment, encodeEvent } from "@tidings/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createBlockReader, MAX_BLOCK_CHARS, type RawBlock } from "./block-reader.ts";

function read(...chunks: readonly (string | Uint8Array)[]): RawBlock[] {
  const blocks: RawBlock[] = [];
  const reader = createBlockReader((block) => blocks.push(block));
  for (const chunk of chunks) reader.take(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
  reader.end();
  return blocks;
}

const whole = (text: string): RawBlock => ({ text, omitted: 0, finished: true });

test("blocks and comments come one by one, to the letter", () => {
  const event = encodeEvent({ event: "a", id: "1", data: "x\ny", retry: 900 });
  expect(read(event + encodeComment("ping") + event)).toEqual([
    whole(event),
    whole(encodeComment("ping")),
    whole(event),
  ]);
});

test("a comment shows before any blank line; one inside a block belongs to it", () => {
  const blocks: RawBlock[] = [];
  const reader = createBlockReader((block) => blocks.push(block));
  reader.take(new TextEncoder().encode(":hb\n"));
  expect(blocks).toEqual([whole(":hb\n")]);
  reader.take(new TextEncoder().encode("data: a\n:hb\ndata: b\n\n"));
  expect(blocks.at(-1)).toEqual(whole("data: a\n:hb\ndata: b\n\n"));
});

test("what a connection left unfinished says so", () => {
  expect(read("data: a\n\ndata: b")).toEqual([whole("data: a\n\n"), { text: "data: b", omitted: 0, finished: false }]);
});

test("blank lines between blocks are not kept, and what was read once is not read again", () => {
  expect(read("\n\r\n\rdata: a\n\n\n\ndata: b\n\n")).toEqual([whole("data: a\n\n"), whole("data: b\n\n")]);
  const blocks: RawBlock[] = [];
  const reader = createBlockReader((block) => blocks.push(block));
  reader.take(new TextEncoder().encode("data: a\r\n\r"));
  expect(blocks).toEqual([]);
  reader.end();
  expect(blocks).toEqual([whole("data: a\r\n\r")]);
  reader.end();
  expect(blocks).toHaveLength(1);
});

test("what is cut in the middle of a character is told as what it decodes to", () => {
  expect(read(Uint8Array.of(...new TextEncoder().encode("data: "), 0xe2, 0x82))).toEqual([
    { text: "data: \ufffd", omitted: 0, finished: false },
  ]);
});

test("an endless block is not kept whole, and what follows it is", () => {
  const [long, next] = read("data: ", ...Array.from({ length: 20 }, () => "x".repeat(10_000)), "\n\ndata: b\n\n");
  expect(long?.text).toHaveLength(MAX_BLOCK_CHARS);
  expect(long?.omitted).toBe(6 + 200_000 + 2 - MAX_BLOCK_CHARS);
  expect(next).toEqual(whole("data: b\n\n"));
});

test("any cut of the bytes gives the same blocks", () => {
  const line = fc.constantFrom(":hb", "data: ö€😀", "event: a", "id: 1", "", "data");
  const end = fc.constantFrom("\n", "\r\n", "\r");
  const stream = fc
    .array(fc.tuple(line, end).map(([text, terminator]) => text + terminator))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200), { maxLength: 8 }), (text, cuts) => {
      const bytes = new TextEncoder().encode(text);
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((place, at) => bytes.subarray(places[at], place));
      expect(read(...chunks)).toEqual(read(text));
    }),
  );
});
