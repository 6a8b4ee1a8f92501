import { expect, it } from "vitest";
import { createCounter } from "./counter.ts";

it("counts each name by itself, and never below nothing", () => {
  const counter = createCounter();
  for (const name of ["ada", "ada", "grace", undefined]) counter.add(name);
  expect([counter.get("ada"), counter.get("grace"), counter.get("nobody")]).toEqual([2, 1, 0]);
  counter.remove("ada");
  counter.remove("nobody");
  counter.remove(undefined);
  expect([counter.get("ada"), counter.get("nobody")]).toEqual([1, 0]);
  counter.remove("ada");
  counter.remove("ada");
  counter.add("ada");
  expect(counter.get("ada")).toBe(1);
});
