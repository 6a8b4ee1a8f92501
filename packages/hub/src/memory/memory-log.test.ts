import { expect, it, vi } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import { createLossyLog, type LossyLog } from "../testing/lossy-log.ts";
import { describeEventLog, describeLogInstances } from "../testing/suites.ts";
import { createMemoryLog } from "./memory-log.ts";

describeEventLog("memory", (retention) => createMemoryLog({ retention }));
describeLogInstances("memory, seen by two nodes that can be cut off", "shared", () => {
  const store = createMemoryLog();
  const nodes = new Map<EventLog, LossyLog>();
  return {
    open() {
      const node = createLossyLog(store);
      nodes.set(node, node);
      return node;
    },
    cut(log) {
      const node = nodes.get(log);
      node?.cut();
      return () => node?.restore();
    },
    remove: () => store.close(),
  };
});
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
