import { expect, it } from "vitest";
import { drainWindow, type HubLimits, limitsOf } from "./limits.ts";

const MAX_TIMER_MS = 2_147_483_647;
const MIB = 1_048_576;
const endless = Number.POSITIVE_INFINITY;

it("D21.2: what is not given, or undefined, has its default", () => {
  const defaults: HubLimits = {
    heartbeatMs: 30_000,
    inactivityMs: 60_000,
    maxQueueBytes: MIB,
    maxTotalQueueBytes: 64 * MIB,
    replayPage: 256,
    maxReplay: 50_000,
    maxStreamMs: endless,
  };
  expect(limitsOf({})).toEqual(defaults);
  expect(limitsOf(Object.fromEntries(Object.keys(defaults).map((name) => [name, undefined])))).toEqual(defaults);
});

it("a reader may be inactive for two heartbeats unless it is told otherwise", () => {
  expect(limitsOf({ heartbeatMs: 5_000 })).toMatchObject({ heartbeatMs: 5_000, inactivityMs: 10_000 });
  expect(limitsOf({ heartbeatMs: 5_000, inactivityMs: 70 })).toMatchObject({ heartbeatMs: 5_000, inactivityMs: 70 });
});

it.each<[keyof HubLimits, readonly unknown[], readonly unknown[]]>([
  ["heartbeatMs", [10, 10.5, MAX_TIMER_MS], [9.9, 0, -1, MAX_TIMER_MS + 1, endless]],
  ["inactivityMs", [20, endless], [19.9, 0]],
  ["maxQueueBytes", [0, endless], [-1]],
  ["maxTotalQueueBytes", [0, endless], [-1]],
  ["replayPage", [1, 1_000_000], [0, 1.5, 1_000_001, endless]],
  ["maxReplay", [1, endless], [0, 1.5]],
  ["maxStreamMs", [1, endless], [0.9]],
])("D21.1: %s takes %j and refuses %j in words", (name, taken, refused) => {
  for (const value of taken) expect(limitsOf({ [name]: value })[name]).toBe(value);
  for (const value of [...refused, Number.NaN, "30", null]) {
    expect(() => limitsOf({ [name]: value })).toThrow(
      expect.objectContaining({
        code: "invalid_options",
        message: expect.stringContaining(`createHub's ${name} must be`),
      }),
    );
  }
});

it("D21.1: a drain takes a window that a timer holds, and has no default here", () => {
  expect([0, 1.5, MAX_TIMER_MS].map(drainWindow)).toEqual([0, 1.5, MAX_TIMER_MS]);
  for (const value of [-1, MAX_TIMER_MS + 1, endless, undefined, "1"]) {
    expect(() => drainWindow(value)).toThrow(expect.objectContaining({ code: "invalid_options" }));
  }
});
