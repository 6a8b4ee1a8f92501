import { expect, it } from "vitest";
import { afterOne } from "./network-state.ts";

it.each([
  [3, { kind: "losing answers", times: 2 }],
  [2, { kind: "losing answers", times: 1 }],
  [1, { kind: "up" }],
  [Number.POSITIVE_INFINITY, { kind: "losing answers", times: Number.POSITIVE_INFINITY }],
])("of %d times one is done", (times, next) => {
  expect(afterOne({ kind: "losing answers", times })).toEqual(next);
});
