import { expect, it } from "vitest";
import { limit } from "./option-values.ts";

it("D28.4: a limit on the command line is a whole number from 1, or Infinity for none", () => {
  const read = limit(500);
  expect([read("1"), read("500"), read("Infinity"), read("infinity")]).toEqual([1, 500, Infinity, Infinity]);
  for (const wrong of ["0", "501", "-1", "1.5", "none", "", "Infinityy"]) {
    expect(() => read(wrong), wrong).toThrow("It must be a whole number from 1 to 500, or Infinity for no limit.");
  }
});
