import { afterEach, beforeEach, expect, it } from "vitest";
import { createHub, type Hub } from "./hub.ts";
import { createMemoryLog } from "./memory/index.ts";
import { shutdown } from "./node/shutdown.ts";
import { createSqliteLog } from "./sqlite/index.ts";

const INF = Number.POSITIVE_INFINITY;
let hub: Hub;

beforeEach(() => {
  hub = createHub({ log: createMemoryLog() });
});
afterEach(() => hub.close());

const ofHub = (name: string) => async (value: number) => {
  await createHub({ log: createMemoryLog(), [name]: value }).close();
};
const ofMemory = (retention: (value: number) => object) => (value: number) =>
  createMemoryLog({ retention: retention(value) }).close();
const ofSqlite = (retention: (value: number) => object) => (value: number) =>
  createSqliteLog({ file: ":memory:", retention: retention(value) }).close();
const count = (value: number) => ({ count: value });
const ageMs = (value: number) => ({ ageMs: value });
const perTopic = (value: number) => ({ perTopic: { count: value } });

/** What each option takes of its two extremes. */
it.each<[string, (value: number) => unknown, 0 | undefined, typeof INF | undefined]>([
  ["createHub's heartbeatMs", ofHub("heartbeatMs"), undefined, undefined],
  ["createHub's inactivityMs", ofHub("inactivityMs"), undefined, INF],
  ["createHub's maxQueueBytes", ofHub("maxQueueBytes"), 0, INF],
  ["createHub's maxTotalQueueBytes", ofHub("maxTotalQueueBytes"), 0, INF],
  ["createHub's replayPage", ofHub("replayPage"), undefined, undefined],
  ["createHub's maxReplay", ofHub("maxReplay"), undefined, INF],
  ["createHub's maxStreamMs", ofHub("maxStreamMs"), undefined, INF],
  ["drain's withinMs", (withinMs) => hub.drain({ withinMs }), 0, undefined],
  ["shutdown's withinMs", (withinMs) => shutdown({ server: [], hub, withinMs }), 0, undefined],
  ["shutdown's deadlineMs", (deadlineMs) => shutdown({ server: [], hub, withinMs: 0, deadlineMs }), 0, INF],
  ["retention.count", ofMemory(count), 0, INF],
  ["retention.ageMs", ofMemory(ageMs), 0, INF],
  ["retention.perTopic.count", ofMemory(perTopic), 0, INF],
  ["retention.count", ofSqlite(count), 0, INF],
  ["retention.ageMs", ofSqlite(ageMs), 0, INF],
  ["retention.perTopic.count", ofSqlite(perTopic), 0, INF],
])(
  "D28.1, D28.2, D28.3: %s takes or refuses 0 and Infinity, and refuses what is no number",
  async (name, give, zero, infinity) => {
    for (const [value, taken] of [
      [0, zero === 0],
      [INF, infinity === INF],
      [-1, false],
      [Number.NaN, false],
      ["7" as unknown as number, false],
    ] as const) {
      const given = (async () => give(value))();
      if (taken) await given;
      else {
        await expect(given).rejects.toMatchObject({
          code: "invalid_options",
          message: expect.stringContaining(`${name} must be a`),
        });
      }
    }
  },
);
