import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemoryRateLimit } from "./rate-limit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("S14.6: allows so many uses a window, then says the whole seconds that are left of it", async () => {
  const limit = createMemoryRateLimit(2, 60);
  expect(await limit.take("a")).toBe(0);
  vi.advanceTimersByTime(20_500);
  expect(await limit.take("a")).toBe(0);
  expect(await limit.take("a")).toBe(40);
  expect(await limit.take("b")).toBe(0);
  vi.advanceTimersByTime(39_400);
  expect(await limit.take("a")).toBe(1);
  vi.advanceTimersByTime(100);
  expect(await limit.take("a")).toBe(0);
});

it("S14.6: whoever waits as long as was said is let in", async () => {
  const limit = createMemoryRateLimit(1, 60);
  await limit.take("a");
  vi.advanceTimersByTime(12_345);
  vi.advanceTimersByTime((await limit.take("a")) * 1000);
  expect(await limit.take("a")).toBe(0);
});

it("S14.6: of many at once no more are allowed than of one after the other", async () => {
  const limit = createMemoryRateLimit(3, 60);
  const answers = await Promise.all(Array.from({ length: 10 }, () => limit.take("a")));
  expect(answers.filter((seconds) => seconds === 0)).toHaveLength(3);
});

it("S14.6, D28.1: Infinity is no limit; what is reset begins anew", async () => {
  const none = createMemoryRateLimit(Number.POSITIVE_INFINITY, 60);
  for (let use = 0; use < 1000; use += 1) expect(await none.take("a")).toBe(0);
  await none.reset("a");
  const one = createMemoryRateLimit(1, 60);
  await one.take("a");
  await one.reset("a");
  expect(await one.take("a")).toBe(0);
});

it("S14.6: nothing is kept of a window that is over", async () => {
  const limit = createMemoryRateLimit(1, 60);
  for (let key = 0; key < 100; key += 1) await limit.take(String(key));
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

it("S14.6: of several uses in one call all are allowed or none, and what is given back may be taken again", async () => {
  const limit = createMemoryRateLimit(3, 60);
  expect(await limit.used("a")).toBe(0);
  expect(await limit.take("a", 2)).toBe(0);
  expect(await limit.take("a", 2)).toBe(60);
  expect(await limit.used("a")).toBe(2);
  expect(await limit.take("a")).toBe(0);
  await limit.giveBack("a");
  expect(await limit.used("a")).toBe(2);
  await limit.giveBack("a", 3);
  expect(await limit.used("a")).toBe(2);
  await limit.giveBack("nobody");
  expect(await limit.used("nobody")).toBe(0);
});

it("D28.2: a window takes at least one use, whole ones, and lasts from 1 s to 2,147,483 s", async () => {
  for (const [uses, windowS] of [
    [1, 1],
    [1, 2_147_483],
  ] as const) {
    expect(await createMemoryRateLimit(uses, windowS).take("a")).toBe(0);
  }
  for (const [uses, windowS, name] of [
    [0, 60, "uses"],
    [1.5, 60, "uses"],
    [1, 0.5, "windowS"],
    [1, 2_147_484, "windowS"],
  ] as const) {
    expect(() => createMemoryRateLimit(uses, windowS)).toThrow(`createMemoryRateLimit's ${name} must be`);
  }
  const none = createMemoryRateLimit(Number.POSITIVE_INFINITY, 60);
  await none.giveBack("a");
  expect([await none.take("a"), await none.used("a")]).toEqual([0, 0]);
});
