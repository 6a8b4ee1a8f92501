import { describe, expect, it } from "vitest";
import { backoffDelay, backoffOf, defaultBackoff } from "./backoff.ts";

const half = () => 0.5;

describe("C6.1: backoff", () => {
  it("doubles from the base and stops at the cap", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 2_000].map((attempt) =>
      backoffDelay(defaultBackoff, attempt, { random: half }),
    );
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it("draws from zero to the whole window", () => {
    expect(backoffDelay(defaultBackoff, 3, { random: () => 0 })).toBe(0);
    expect(backoffDelay(defaultBackoff, 3, { random: () => 0.999 })).toBeCloseTo(3_996);
  });

  it("takes the stream's retry as its base, even above the cap", () => {
    expect(backoffDelay(defaultBackoff, 1, { retryMs: 200, random: half })).toBe(100);
    expect(backoffDelay(defaultBackoff, 1, { retryMs: 60_000, random: half })).toBe(30_000);
    expect(backoffDelay(defaultBackoff, 9, { retryMs: 60_000, random: half })).toBe(30_000);
  });

  it("waits Retry-After out before the draw, so that refused clients do not return in step", () => {
    expect(backoffDelay(defaultBackoff, 1, { retryAfterMs: 2_000, random: half })).toBe(2_500);
  });

  it("does not hammer on a base of zero", () => {
    const none = { ...defaultBackoff, baseMs: 0, jitter: "none" as const };
    expect([1, 2, 3].map((attempt) => backoffDelay(none, attempt, { random: half }))).toEqual([0, 500, 1_000]);
  });
});

it("C6.1: an option that is undefined is the default's, or the client's", () => {
  const nothing = { baseMs: undefined, capMs: undefined, maxAttempts: undefined, jitter: undefined };
  expect(backoffOf(defaultBackoff, nothing, undefined, nothing)).toEqual(defaultBackoff);
  expect(backoffOf(defaultBackoff, { baseMs: 5, jitter: "none" }, nothing)).toEqual({
    ...defaultBackoff,
    baseMs: 5,
    jitter: "none",
  });
  expect(backoffOf(defaultBackoff, { baseMs: 5, maxAttempts: 3 }, { baseMs: 0, maxAttempts: 0 })).toMatchObject({
    baseMs: 0,
    maxAttempts: 0,
  });
});
