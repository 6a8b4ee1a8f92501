import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { wildTimes } from "../testing/wild-values.ts";
import { clockTime } from "./clock-time.ts";
import { createTimes, machineTime, readInstant } from "./instant.ts";

const write = createTimes({ locale: "en-GB", dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constantFrom(...wildTimes), fc.double());

describe("C26.1: times", () => {
  test.each([
    ["2026-02-26T05:00:00.000Z", "26 Feb 2026, 05:00"],
    ["2026-02-26T05:00:00Z", "26 Feb 2026, 05:00"],
    ["2026-02-26T05:00Z", "26 Feb 2026, 05:00"],
    ["2026-02-26T10:30:00.5+05:30", "26 Feb 2026, 05:00"],
    ["2026-02-26T10:30:00,5+0530", "26 Feb 2026, 05:00"],
    ["2024-02-29T00:00:00Z", "29 Feb 2024, 00:00"],
    ["+012026-02-28T05:00:00.000Z", "28 Feb 12026, 05:00"],
    ["+275760-09-13T00:00:00.000Z", "13 Sept 275760, 00:00"],
  ])("C26.1: %s is written as %s", (time, words) => {
    expect(write(time)).toBe(words);
    expect(machineTime(time)).toBe(new Date(readInstant(time) ?? Number.NaN).toISOString());
  });

  test.each([
    ["never", "never"],
    ["soon", "soon"],
    ["1", "1"],
    ["2026-02-26", "2026-02-26"],
    ["2026-02-26T10:00:00", "2026-02-26T10:00:00"],
    ["2026-02-30T10:00:00.000Z", "2026-02-30T10:00:00.000Z"],
    ["2025-02-29T10:00:00.000Z", "2025-02-29T10:00:00.000Z"],
    ["+002026-02-30T10:00:00.000Z", "+002026-02-30T10:00:00.000Z"],
    ["2026-04-31T10:00:00.000Z", "2026-04-31T10:00:00.000Z"],
    ["+275761-01-01T00:00:00.000Z", "+275761-01-01T00:00:00.000Z"],
    ["275761-01-01T00:00:00.000Z", "275761-01-01T00:00:00.000Z"],
    ["-000043-03-15T00:00:00.000Z", "-000043-03-15T00:00:00.000Z"],
    ["", "Time unknown"],
    ["  ", "Time unknown"],
    ["\u200b", "Time unknown"],
    ["x".repeat(41), `${"x".repeat(39)}…`],
  ])("C26.1: %j is no time, and comes back as %j", (text, shown) => {
    expect(write(text)).toBe(shown);
    expect(readInstant(text)).toBeUndefined();
    expect(machineTime(text)).toBeUndefined();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15])("C26.1: the number %d is no time", (at) => {
    expect(write(at)).toBe("Time unknown");
    expect(machineTime(at)).toBeUndefined();
  });

  it("C26.4: whatever comes, something short is written and nothing throws", () => {
    fc.assert(
      fc.property(anything, (time) => {
        for (const text of [write(time), clockTime(time)]) {
          expect(text.trim()).not.toBe("");
          expect(text.length).toBeLessThan(60);
          expect(text.isWellFormed()).toBe(true);
        }
        expect(write(machineTime(time) ?? "never")).toBe(machineTime(time) === undefined ? "never" : write(time));
      }),
      { numRuns: 500 },
    );
  });

  it("C26.1: every moment that ISO 8601 can write within the calendar is read as it was written", () => {
    const from = Date.parse("0001-01-03T00:00:00Z");
    fc.assert(
      fc.property(fc.date({ min: new Date(from), noInvalidDate: true }), (date) => {
        expect(readInstant(date.toISOString())).toBe(date.getTime());
      }),
      { numRuns: 500 },
    );
  });
});
