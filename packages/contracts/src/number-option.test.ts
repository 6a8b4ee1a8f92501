import { expect, it } from "vitest";
import { MAX_TIMER_MS, type NumberRule, numberOption } from "./number-option.ts";

const INF = Number.POSITIVE_INFINITY;
const read = (value: unknown, rule: NumberRule) =>
  numberOption("f's limit", value, rule, (words) => new TypeError(words));

it.each<[unknown, NumberRule, number]>([
  [undefined, { fallback: 5, min: 1, max: 9 }, 5],
  [undefined, { fallback: INF, min: 1, max: INF, whole: true }, INF],
  [0, { min: 0, max: INF }, 0],
  [INF, { min: 0, max: INF, whole: true }, INF],
  [INF, { min: 0, max: MAX_TIMER_MS, orInfinity: true }, INF],
  [1.5, { min: 1, max: 2 }, 1.5],
  [Number.MAX_VALUE, { min: 1, max: INF }, Number.MAX_VALUE],
])("D28.1, D28.2: %s within %o is %d", (value, rule, expected) => {
  expect(read(value, rule)).toBe(expected);
});

it.each<[unknown, NumberRule, string]>([
  [0, { min: 1, max: INF, whole: true }, "a whole number from 1, or Infinity for no limit; it is 0"],
  [INF, { min: 10, max: 600 }, "a number from 10 to 600; it is Infinity"],
  [601, { min: 0, max: 600, orInfinity: true }, "a number from 0 to 600, or Infinity for no limit; it is 601"],
  [-INF, { min: 0, max: INF }, "a number from 0, or Infinity for no limit; it is -Infinity"],
  [Number.NaN, { min: 0, max: INF }, "a number from 0, or Infinity for no limit; it is NaN"],
  [1.5, { min: 1, max: 9, whole: true }, "a whole number from 1 to 9; it is 1.5"],
  ["30000", { min: 1, max: INF }, 'a number from 1, or Infinity for no limit; it is "30000"'],
  ["Infinity", { min: 1, max: INF }, 'a number from 1, or Infinity for no limit; it is "Infinity"'],
  [null, { fallback: 1, min: 1, max: 2 }, "a number from 1 to 2; it is null"],
  [1n, { min: 1, max: 2 }, "a number from 1 to 2; it is a bigint"],
  [undefined, { min: 0, max: 5 }, "a number from 0 to 5; it is undefined"],
])("D21.1, D28.3: %s outside of %o is refused in words that say what to write instead", (value, rule, words) => {
  expect(() => read(value, rule)).toThrow(new TypeError(`f's limit must be ${words}`));
});
