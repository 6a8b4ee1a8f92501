import { expect, it, vi } from "vitest";
import { describeEventLog, describeLogInstances } from "../testing/index.ts";
import { createMemoryLog } from "./memory-log.ts";

describeEventLog("memory", (retention) => createMemoryLog({ retention }));
describeLogInstances("memory", "separate", () => ({ open: () => createMemoryLog(), remove() {} }));

it("D4: trims by age", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const log = createMemoryLog({ retention: { ageMs: 1000 } });
  const start = await log.head();
  await log.append([{ topic: "a", event: "note", data: "1" }]);
  vi.setSystemTime(Date.now() + 1001);
  expect((await log.read({ topics: ["a"], after: start, limit: 1 })).gap).toBe(true);
  vi.useRealTimers();
});
