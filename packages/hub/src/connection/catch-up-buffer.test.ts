import { expect, it } from "vitest";
import { frame } from "../encoding/framed-event.ts";
import { CatchUpBuffer } from "./catch-up-buffer.ts";

const event = (sequence?: number) =>
  frame({
    topic: "a",
    event: "note",
    data: "1",
    position: sequence === undefined ? undefined : { epoch: "e", sequence },
    coalesceKey: undefined,
    expiresAt: undefined,
  });
const sequences = (buffer: CatchUpBuffer, after: number) =>
  buffer.after(after).map(({ event: { position } }) => position?.sequence);

it("D4.2: gives what came after a sequence, and what has none, in order", () => {
  const buffer = new CatchUpBuffer(10_000);
  for (const sequence of [4, undefined, 5, 6]) buffer.push(event(sequence));
  expect(sequences(buffer, 4)).toEqual([undefined, 5, 6]);
});

it("D4.2: its bound may be reached; passed, it lets go of everything and says so, until it starts over", () => {
  const length = event(1).text.length;
  const buffer = new CatchUpBuffer(2 * length);
  buffer.push(event(1));
  buffer.push(event(2));
  expect([buffer.overflowed, sequences(buffer, 0)]).toEqual([false, [1, 2]]);
  buffer.push(event(3));
  expect([buffer.overflowed, sequences(buffer, 0)]).toEqual([true, []]);
  buffer.reset();
  buffer.push(event(4));
  buffer.push(event(5));
  expect([buffer.overflowed, sequences(buffer, 0)]).toEqual([false, [4, 5]]);
  buffer.reset();
  expect(sequences(buffer, 0)).toEqual([]);
});
