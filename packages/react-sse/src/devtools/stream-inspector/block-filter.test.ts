import { expect, it } from "vitest";
import { asFilter, eventFilter, offeredEvents, passes } from "./block-filter.ts";

const comment = { kind: "comment", name: undefined } as const;
const event = (name: string | undefined) => ({ kind: "event", name }) as const;

it("everything passes, or only comments, or only the events of one name", () => {
  const blocks = [comment, event("a"), event("b"), event(undefined), { kind: "unfinished", name: undefined } as const];
  const passing = (filter: Parameters<typeof passes>[0]) => blocks.map((block) => passes(filter, block));
  expect(passing("everything")).toEqual([true, true, true, true, true]);
  expect(passing("comments")).toEqual([true, false, false, false, false]);
  expect(passing(eventFilter("a"))).toEqual([false, true, false, false, false]);
  expect(passing(eventFilter("undefined"))).toEqual([false, false, false, false, false]);
});

it("the names of what is there are offered once, in the order of an alphabet, and the one that is set always", () => {
  const blocks = ["b", "a", undefined, "b"].map((name) => ({
    ...event(name),
    ...{ number: 1, at: 0, text: "", omitted: 0 },
  }));
  expect(offeredEvents(blocks, "everything")).toEqual(["a", "b"]);
  expect(offeredEvents(blocks, "comments")).toEqual(["a", "b"]);
  expect(offeredEvents(blocks, eventFilter("c d"))).toEqual(["a", "b", "c d"]);
  expect(offeredEvents([], "everything")).toEqual([]);
});

it("a form's value is read back, and what is no filter is everything", () => {
  const values = ["everything", "comments", "event a", "event ", "events", ""];
  expect(values.map(asFilter)).toEqual(["everything", "comments", "event a", "event ", "everything", "everything"]);
});
