import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProcessClock } from "./process-clock.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Time passes and no timer runs, as when the machine runs other processes. */
function stall(ms: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + ms);
}

it("counts the milliseconds of a process that runs, and waits for as many", async () => {
  using clock = new ProcessClock();
  const done = vi.fn();
  void clock.wait(500).then(done);
  await vi.advanceTimersByTimeAsync(495);
  expect([clock.now(), done.mock.calls.length]).toEqual([495, 0]);
  await vi.advanceTimersByTimeAsync(5);
  expect([clock.now(), done.mock.calls.length]).toEqual([500, 1]);
});

it("counts 20 ms for a minute in which the process did not run", async () => {
  using clock = new ProcessClock();
  await vi.advanceTimersByTimeAsync(100);
  const done = vi.fn();
  void clock.wait(50).then(done);
  stall(60_000);
  await vi.advanceTimersByTimeAsync(20);
  expect(clock.now()).toBe(130);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  expect(done).toHaveBeenCalledOnce();
});

it("leaves no timer", () => {
  new ProcessClock()[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
});
