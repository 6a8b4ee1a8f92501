import { expect, it } from "vitest";
import { countMinutes, MINUTES, newestMoment, recentTimes, scaleTop } from "./activity.ts";

const now = Date.parse("2026-02-26T05:10:30.000Z");

it("counts orders and events in the minutes they fell in, the one under way last", () => {
  const minutes = countMinutes(now, [now, now - 31_000], [now, now - 1_000, now - 90_000]);
  expect(minutes).toHaveLength(MINUTES);
  expect(minutes.slice(-2)).toEqual([
    { at: Date.parse("2026-02-26T05:09:00.000Z"), orders: 1, events: 1 },
    { at: Date.parse("2026-02-26T05:10:00.000Z"), orders: 1, events: 2 },
  ]);
});

it("forgets what no minute counts any more", () => {
  expect(recentTimes([now - MINUTES * 60_000, now - 1], now)).toEqual([now - 1]);
});

it.each([
  [0, 4],
  [5, 5],
  [7, 10],
  [23, 40],
  [99, 100],
])("a highest count of %i has a scale up to %i", (events, top) => {
  expect(scaleTop([{ at: now, orders: 1, events }])).toBe(top);
});

it.each([
  ["nothing happened", [], 0],
  ["the server's clock is ahead a little", [now + 60_000], 60_000],
  ["an order claims to be from the year 275760", [8.64e15, now + 1_000], 1_000],
  ["a time is none", [Number.NaN, Number.POSITIVE_INFINITY], 0],
])("C26.4: the chart ends now, also where %s", (_, times, ahead) => {
  expect(newestMoment(now, times)).toBe(now + ahead);
});
