import { expect, it } from "vitest";
import { frame } from "../encoding/framed-event.ts";
import { Hold } from "./hold.ts";

const event = (sequence?: number) =>
  frame({
    topic: "a",
    event: "note",
    data: "1",
    position: sequence === undefined ? undefined : { epoch: "e", sequence },
    coalesceKey: undefined,
    expiresAt: undefined,
  });
const sequences = (hold: Hold, after: number) => hold.after(after).map(({ event: { position } }) => position?.sequence);

it("D4: gives what came after a sequence, and what has none, in order", () => {
  const hold = new Hold(10_000);
  for (const sequence of [4, undefined, 5, 6]) hold.push(event(sequence));
  expect(sequences(hold, 4)).toEqual([undefined, 5, 6]);
});

it("D4: its bound may be reached; passed, it lets go of everything and says so, until it starts over", () => {
  const length = event(1).text.length;
  const hold = new Hold(2 * length);
  hold.push(event(1));
  hold.push(event(2));
  expect([hold.overflowed, sequences(hold, 0)]).toEqual([false, [1, 2]]);
  hold.push(event(3));
  expect([hold.overflowed, sequences(hold, 0)]).toEqual([true, []]);
  hold.reset();
  hold.push(event(4));
  hold.push(event(5));
  expect([hold.overflowed, sequences(hold, 0)]).toEqual([false, [4, 5]]);
  hold.reset();
  expect(sequences(hold, 0)).toEqual([]);
});
