import fc from "fast-check";
import { expect, it } from "vitest";
import { fromCents, toCents } from "./money.ts";

it.each([
  [0, 0],
  [460, 46_000],
  [19.99, 1999],
  [1.1, 110],
  [0.07, 7],
  [100_000, 10_000_000],
])("%d is %i cents", (amount, cents) => {
  expect(toCents(amount)).toBe(cents);
});

it.each([0.001, 19.999, 1 / 3])("%d has fractions of a cent", (amount) => {
  expect(toCents(amount)).toBeUndefined();
});

it("every number of cents comes back, and prints with at most two decimals", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000_000), (cents) => {
      expect(toCents(fromCents(cents))).toBe(cents);
      expect(String(fromCents(cents))).toMatch(/^\d+(\.\d\d?)?$/);
    }),
  );
});
