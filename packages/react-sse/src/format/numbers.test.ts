import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { wildNumbers } from "../testing/wild-values.ts";
import { createNumbers, progressInWords, readProgress } from "./numbers.ts";
import { createOrderFormat } from "./order-format.ts";

const { amount, count } = createOrderFormat({ locale: "en" });
const inRupees = createOrderFormat({ locale: "en", currency: "INR" }).amount;

describe("C26.2: numbers", () => {
  test.each([
    [1460, "1,460.00"],
    [-5, "-5.00"],
    [-0, "0.00"],
    [-0.001, "0.00"],
    [0.1 * 3, "0.30"],
    [2 ** 53, "9.01E15"],
    [-1e300, "-1E300"],
    [Number.MAX_VALUE, "1.8E308"],
    [Number.NaN, "unknown"],
    [Number.POSITIVE_INFINITY, "unknown"],
    [Number.NEGATIVE_INFINITY, "unknown"],
  ])("C26.2: an amount of %d is written as %s", (value, words) => {
    expect(amount(value)).toBe(words);
  });

  test.each([
    [3, "3"],
    [-2, "-2"],
    [1_000_000, "1,000,000"],
    [1e21, "1E21"],
    [Number.NaN, "unknown"],
  ])("C26.2: a count of %d is written as %s", (value, words) => {
    expect(count(value)).toBe(words);
  });

  test.each([
    [0, "0%", 0],
    [75, "75%", 75],
    [-3, "0%", 0],
    [1e9, "100%", 100],
    [Number.POSITIVE_INFINITY, "100%", 100],
    [Number.NaN, "unknown", undefined],
  ])("C26.2: a progress of %d is written as %s", (value, words, bar) => {
    expect(progressInWords(value)).toBe(words);
    expect(readProgress(value)).toBe(bar);
  });

  it("C26.4: whatever comes, something short is written and nothing throws", () => {
    const percent = createNumbers({ locale: "de", style: "percent" });
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.constantFrom(...wildNumbers)), (value) => {
        for (const write of [amount, inRupees, count, percent, progressInWords]) {
          const text = write(value);
          expect(text).not.toBe("");
          expect(text.length).toBeLessThan(30);
          expect(text).not.toMatch(/NaN|∞/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
