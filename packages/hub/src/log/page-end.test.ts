import { expect, it } from "vitest";
import type { LogEvent } from "./event-log.ts";
import { endPage } from "./page-end.ts";

const event = (data: string): LogEvent => ({
  topic: "t",
  event: "e",
  data,
  position: undefined,
});
const events = ["12345", "1234", "1", "1"].map(event);

it.each([
  [5, undefined, 4, false],
  [4, undefined, 4, false],
  [3, undefined, 3, true],
  [4, 10, 4, false],
  [4, 9, 3, true],
  [4, 5, 2, true],
  [4, 4, 1, true],
  [4, 0, 1, true],
])("S17: of four events a page of %d and %s characters holds %d, and says whether there are more: %s", (...row) => {
  const [limit, maxLength, count, more] = row;
  expect(endPage(events, limit, maxLength)).toEqual({ gap: false, events: events.slice(0, count), more });
});

it("S17: no more is read than it takes to know that there is more", () => {
  let read = 0;
  function* found() {
    for (;;) {
      read += 1;
      yield event("x");
    }
  }
  expect(endPage(found(), 2).events).toHaveLength(2);
  expect(read).toBe(3);
});

it("of nothing it makes an empty page", () => {
  expect(endPage([], 5)).toEqual({ gap: false, events: [], more: false });
});
