import { describe, expect, it, vi } from "vitest";
import { createRecordingSink, type RecordingSink } from "./testing/index.ts";
import { a, connect, hub, notes, useHub } from "./testing/notes-hub.ts";

useHub();

describe("W14: the reconnection time that a native EventSource is left with", () => {
  const isUsual = (ms: number | undefined) => ms !== undefined && ms >= 2_000 && ms <= 4_000;

  it("W14.2: comes with every greeting, and not twice the same", async () => {
    const retries = [];
    for (let count = 0; count < 20; count += 1) retries.push(...(await connect()).sink.retries);
    expect(retries).toHaveLength(20);
    expect(retries.every(isUsual)).toBe(true);
    expect(new Set(retries).size).toBeGreaterThan(5);
  });

  const ends: readonly (readonly [string, () => unknown])[] = [
    ["drained at once", () => hub.drain({ withinMs: 0 })],
    ["closed", () => hub.close()],
    ["revoked", () => hub.disconnectUser("ada")],
    ["ended by whoever has it", () => [...hub.connections()].map((connection) => connection.end("expired", 0))],
  ];
  it.each(ends)("W14.1: is the usual one after an end that wants its reader back at once: %s", async (_what, end) => {
    const readers = [];
    for (let count = 0; count < 20; count += 1) readers.push((await connect()).sink);
    await end();
    expect(readers.map(({ events }) => JSON.parse(events.at(-1)?.data ?? "").retryMs)).not.toContain(undefined);
    const waits = readers.map(({ retries }) => retries.at(-1));
    expect(waits.every(isUsual)).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(5);
  });

  it("W14.3: outlasts a drain, during which everyone is refused and EventSource would give up", async () => {
    vi.useFakeTimers();
    const readers: RecordingSink[] = [];
    for (let count = 0; count < 20; count += 1) {
      const sink = createRecordingSink();
      hub.connect(sink, { stream: notes, topics: [a], greeting: { message: "hello" } });
      readers.push(sink);
    }
    await vi.advanceTimersByTimeAsync(0);
    const drained = hub.drain({ withinMs: 10_000 });
    const backAt: number[] = [];
    for (let at = 50; at <= 10_000; at += 50) {
      await vi.advanceTimersByTimeAsync(50);
      for (const { retries } of readers.filter(({ state, retries: { length } }) => state === "ended" && length === 2)) {
        backAt.push(at + (retries.pop() ?? 0));
        retries.push(0, 0);
      }
    }
    await drained;
    expect(backAt).toHaveLength(20);
    expect(Math.min(...backAt)).toBeGreaterThan(10_000);
  });
});
