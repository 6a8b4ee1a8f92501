import { expect, test } from "vitest";
import { wildNumbers } from "../testing/wild-values.ts";
import { exactTime, relativeTime } from "./relative-time.ts";

const now = Date.parse("2026-02-26T05:00:00.000Z");

test.each([
  [0, "now"],
  [59_999, "now"],
  [60_000, "1 minute ago"],
  [3_599_999, "59 minutes ago"],
  [3_600_000, "1 hour ago"],
  [86_400_000, "yesterday"],
  [3 * 86_400_000, "3 days ago"],
])("%i ms ago is %s", (age, words) => {
  expect(relativeTime(now - age, now)).toBe(words);
});

test("what came after the clock last ticked is from now", () => {
  expect(relativeTime(now + 30_000, now)).toBe("now");
});

test.each(wildNumbers)("C26.4: a moment of %d, or a clock that says so, is written somehow", (at) => {
  for (const text of [relativeTime(at, now), relativeTime(now, at), exactTime(at)]) {
    expect(text).not.toBe("");
    expect(text).not.toMatch(/NaN|Invalid/);
  }
});
