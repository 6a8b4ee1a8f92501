import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, it, vi } from "vitest";
import { createMemoryLog } from "../memory/index.ts";
import { createSqliteLog } from "../sqlite/index.ts";
import { anyLife, live } from "../testing/event-log-model.ts";
import type { Retention } from "./retention.ts";

const { step, retention } = anyLife(fc);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ["memory", (limits: Retention) => createMemoryLog({ retention: limits })],
  ["sqlite", (limits: Retention) => createSqliteLog({ database: new DatabaseSync(":memory:"), retention: limits })],
])(
  "D4.3, D7.1: %s: whatever is appended, read and let go of, a reader gets everything or is told",
  async (_, makeLog) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), retention, async (steps, limits) => {
        const log = makeLog(limits);
        await live(log, steps, limits, { later: (ms) => void vi.setSystemTime(Date.now() + ms) });
        await log.close();
      }),
      { numRuns: 150 },
    );
  },
);
