import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "./clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 5_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

it("is the system's time and timers; what is called off never runs", () => {
  const run = vi.fn();
  systemClock.schedule(run, 100);
  const cancel = systemClock.schedule(run, 100);
  cancel();
  vi.advanceTimersByTime(99);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
  expect(systemClock.now()).toBe(5_100);
});

it.each([2 ** 31, Number.POSITIVE_INFINITY])("%d ms, which no timer holds, wait as long as one can", (ms) => {
  const timer = vi.spyOn(globalThis, "setTimeout");
  const cancel = systemClock.schedule(() => {}, ms);
  expect(timer).toHaveBeenCalledWith(expect.any(Function), 2_147_483_647);
  cancel();
  expect(vi.getTimerCount()).toBe(0);
});
