import { expect, it } from "vitest";
import { createTally } from "./tally.ts";

it("counts each name by itself, and never below nothing", () => {
  const tally = createTally();
  for (const name of ["ada", "ada", "grace", undefined]) tally.add(name);
  expect([tally.of("ada"), tally.of("grace"), tally.of("nobody")]).toEqual([2, 1, 0]);
  tally.remove("ada");
  tally.remove("nobody");
  tally.remove(undefined);
  expect([tally.of("ada"), tally.of("nobody")]).toEqual([1, 0]);
  tally.remove("ada");
  tally.remove("ada");
  tally.add("ada");
  expect(tally.of("ada")).toBe(1);
});
