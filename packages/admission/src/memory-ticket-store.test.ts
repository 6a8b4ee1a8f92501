import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemoryTicketStore } from "./memory-ticket-store.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const value = (id: string) => ({ session: { id, sessionId: "s", expiresAt: 0 }, stream: "orders" });

it("S13.1: a ticket is taken once, within its time", async () => {
  const store = createMemoryTicketStore();
  await store.put("a", value("ada"), 1000);
  await store.put("b", value("grace"), 1000);
  vi.advanceTimersByTime(999);
  expect(await store.take("a")).toEqual(value("ada"));
  expect(await store.take("a")).toBeUndefined();
  vi.advanceTimersByTime(1);
  expect(await store.take("b")).toBeUndefined();
  expect([await store.take("never"), store.size]).toEqual([undefined, 0]);
});

it("S13: tickets that nobody took are forgotten when others are issued", async () => {
  const store = createMemoryTicketStore();
  for (const ticket of ["a", "b"]) await store.put(ticket, value("ada"), 1000);
  vi.advanceTimersByTime(500);
  await store.put("c", value("ada"), 1000);
  expect(store.size).toBe(3);
  vi.advanceTimersByTime(500);
  await store.put("d", value("ada"), 1000);
  expect(store.size).toBe(2);
  expect(await store.take("c")).toEqual(value("ada"));
});
