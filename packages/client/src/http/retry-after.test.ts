import { expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

it.each([
  [null, undefined],
  ["2", 2_000],
  [" 0 ", 0],
  ["soon", undefined],
  ["", undefined],
  ["-1", undefined],
  ["Thu, 01 Jan 1970 00:00:20 GMT", 10_000],
  ["Thu, 01 Jan 1970 00:00:05 GMT", 0],
])("C6.2: reads Retry-After %j as %j", (value, expected) => {
  expect(parseRetryAfter(value, 10_000)).toBe(expected);
});
