import { renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { expect, test } from "vitest";
import { useChangeCount } from "./use-change-count.ts";

test("the first value is no change, the same value is none, each other one is", () => {
  const { result, rerender } = renderHook(({ value }) => useChangeCount(value), {
    initialProps: { value: "a" },
    wrapper: StrictMode,
  });
  const counts = [result.current];
  for (const value of ["a", "b", "b", "a"]) {
    rerender({ value });
    counts.push(result.current);
  }
  expect(counts).toEqual([0, 0, 1, 1, 2]);
});
