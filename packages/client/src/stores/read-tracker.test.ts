import { expect, it } from "vitest";
import { createReadTracker } from "./read-tracker.ts";

interface Status {
  readonly state: string;
  readonly lastEventAt: number;
}

it("C43: while nothing was read every change counts", () => {
  const track = createReadTracker<Status>();
  const first = track({ state: "open", lastEventAt: 1 });
  expect(track({ state: "open", lastEventAt: 2 })).not.toBe(first);
});

it("C43: only what was read counts, and what was read stays so", () => {
  const track = createReadTracker<Status>();
  const first = track({ state: "open", lastEventAt: 1 });
  expect(first.state).toBe("open");
  expect(track({ state: "open", lastEventAt: 2 })).toBe(first);
  const second = track({ state: "closed", lastEventAt: 3 });
  expect(second).not.toBe(first);
  expect(first).toEqual({ state: "open", lastEventAt: 2 });
  expect(track({ state: "closed", lastEventAt: 4 })).not.toBe(second);
});

it("what is read for the first time is as it is now, although changes in it did not count before", () => {
  const track = createReadTracker<Status>();
  const view = track({ state: "open", lastEventAt: 1 });
  expect(view.state).toBe("open");
  track({ state: "open", lastEventAt: 2 });
  expect(view.lastEventAt).toBe(2);
});

it("the same value is the same view, read or not", () => {
  const track = createReadTracker<Status>();
  const status = { state: "open", lastEventAt: 1 };
  expect(track(status)).toBe(track(status));
});
