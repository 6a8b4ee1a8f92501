import { BATCH, batch, parse } from "@tidings/contracts";
import { createDecoder, encodeComment, encodeEvent } from "@tidings/wire";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { LogEvent } from "../log/event-log.ts";
import { batchBlocks } from "./batch-blocks.ts";
import { frame } from "./framed-event.ts";
import { TextBlock } from "./text-block.ts";

interface Seen {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** What a reader makes of blocks: batches unpacked, ids only where an event bears one of its own. */
function read(blocks: readonly TextBlock[]) {
  const seen: Seen[] = [];
  const batches: number[] = [];
  const comments: string[] = [];
  let previous = "";
  const decoder = createDecoder({
    onEvent({ type, data, lastEventId }) {
      const id = lastEventId === previous ? undefined : lastEventId;
      previous = lastEventId;
      if (type !== BATCH) return void seen.push({ event: type, id, data: JSON.parse(data) });
      const parsed = parse(batch, JSON.parse(data));
      if (!parsed.ok) throw new Error(parsed.issues.join("; "));
      batches.push(parsed.data.length);
      seen.push(...parsed.data.map((entry) => ({ ...entry, id: entry.id })));
    },
    onComment: (text) => comments.push(text),
  });
  decoder.decode(new TextEncoder().encode(blocks.map(({ text }) => text).join("")));
  return { seen, batches, comments, lastEventId: decoder.lastEventId };
}

const note = (sequence: number | undefined, text: string): LogEvent => ({
  topic: "t",
  event: "note",
  data: JSON.stringify({ text }),
  position: sequence === undefined ? undefined : { epoch: "e", sequence },
});

it("D15.1: whatever is put together, batches say what the events by themselves say, and end at the same id", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text !== BATCH && !/[\r\n\0]/.test(text));
  const event = fc.record({ stored: fc.boolean(), name, data: fc.jsonValue() });
  const own = fc.constantFrom(encodeComment("ping"), encodeEvent({ event: "ending", data: "{}" }));
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: event }, own), { maxLength: 12 }), (parts) => {
      const blocks = parts.map((part, index) =>
        typeof part === "string"
          ? new TextBlock(part)
          : frame({
              topic: "t",
              event: part.name,
              data: JSON.stringify(part.data),
              position: part.stored ? { epoch: "e", sequence: index + 1 } : undefined,
            }),
      );
      const plain = read(blocks);
      const gathered = read(batchBlocks(blocks));
      expect({ ...gathered, batches: [] }).toEqual({ ...plain, batches: [] });
    }),
    { numRuns: 500 },
  );
});

it("D15.1: a batch is one event on one data line, each of its events with its own id, the last of them as the batch's", () => {
  const blocks = batchBlocks([
    frame(note(1, "a")),
    frame(note(undefined, "b")),
    frame(note(3, "c")),
    frame(note(undefined, "d")),
  ]);
  expect(blocks.map(({ text }) => text).join("")).toBe(
    'event: batch\nid: e:3\ndata: [{"event":"note","id":"e:1","data":{"text":"a"}},{"event":"note","data":{"text":"b"}},' +
      '{"event":"note","id":"e:3","data":{"text":"c"}},{"event":"note","data":{"text":"d"}}]\n\n',
  );
});

it("D15.2: an event without a neighbour comes by itself; what is no event parts its neighbours", () => {
  const [first, second, third] = [frame(note(1, "a")), frame(note(2, "b")), frame(note(3, "c"))];
  const comment = new TextBlock(encodeComment("ping"));
  expect(batchBlocks([first])).toEqual([first]);
  expect(batchBlocks([first, comment, second])).toEqual([first, comment, second]);
  expect(read(batchBlocks([first, second, comment, third])).batches).toEqual([2]);
});

it("D15.3: a batch holds 64 Ki characters at most; an event larger than that comes by itself", () => {
  const sizes = [30_000, 30_000, 30_000, 100_000, 10, 10];
  const events = sizes.map((size, index) => frame(note(index + 1, "x".repeat(size))));
  const gathered = read(batchBlocks(events));
  expect(gathered.batches).toEqual([2, 2]);
  expect(gathered.seen.map(({ id }) => id)).toEqual(["e:1", "e:2", "e:3", "e:4", "e:5", "e:6"]);
});

it("D15.1: line breaks between a payload's tokens do not end the data line", () => {
  const pretty = { ...note(1, ""), data: '{\r\n  "text": "a"\n}' };
  expect(read(batchBlocks([frame(pretty), frame(note(2, "b"))])).seen).toEqual([
    { event: "note", id: "e:1", data: { text: "a" } },
    { event: "note", id: "e:2", data: { text: "b" } },
  ]);
});
