import type { Publication } from "@tidings/hub";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startPing } from "./ping.ts";
import { listen, makeHub } from "./testing/listen.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: 5_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

it("003 ping: is sent to everyone while anyone listens, until it is stopped", async () => {
  const hub = makeHub();
  const publishAll = vi.fn((publications: readonly Publication[]) => hub.publishAll(publications));
  const stop = startPing({ publishAll, connections: () => hub.connections() }, 1_000);
  vi.advanceTimersByTime(1_000);
  expect(publishAll).not.toHaveBeenCalled();
  await listen(hub);
  vi.advanceTimersByTime(999);
  expect(publishAll).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(publishAll.mock.calls).toMatchObject([
    [[{ topic: { name: "notifications/all" }, event: "ping", data: { timestamp: 7_000 } }]],
  ]);
  stop();
  stop();
  vi.advanceTimersByTime(10_000);
  expect(publishAll).toHaveBeenCalledTimes(1);
  await hub.close();
});

it("003 ping: one that the log does not take harms nothing, and the next one comes", async () => {
  const hub = makeHub();
  await listen(hub);
  const publishAll = vi.fn(() => Promise.reject(new Error("the disk is full")));
  const stop = startPing({ publishAll, connections: () => hub.connections() }, 1_000);
  vi.advanceTimersByTime(2_000);
  expect(publishAll).toHaveBeenCalledTimes(2);
  stop();
  await hub.close();
});
