import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemoryRevokedSessions } from "./memory-revoked-sessions.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const session = (id: string, sessionId: string, livesMs: number) => ({
  id,
  sessionId,
  expiresAt: 1_000_000 + livesMs,
});

it("S12.1, S12.2: a session is revoked until its token's end, and no other user's or session's", async () => {
  const store = createMemoryRevokedSessions();
  await store.revoke(session("ada", "s", 1000));
  expect(await store.isRevoked({ id: "ada", sessionId: "s" })).toBe(true);
  expect(await store.isRevoked({ id: "ada", sessionId: "t" })).toBe(false);
  expect(await store.isRevoked({ id: "grace", sessionId: "s" })).toBe(false);
});

it("S12.1: of two tokens of one session the later end counts, and what has ended is forgotten with the next", async () => {
  const store = createMemoryRevokedSessions();
  for (const livesMs of [2000, 1000]) await store.revoke(session("ada", "s", livesMs));
  const isKept = async () => store.isRevoked({ id: "ada", sessionId: "s" });
  vi.setSystemTime(1_000_000 + 1999);
  await store.revoke(session("grace", "t", 5000));
  expect(await isKept()).toBe(true);
  vi.setSystemTime(1_000_000 + 2000);
  await store.revoke(session("grace", "t", 5000));
  expect([await isKept(), await store.isRevoked({ id: "grace", sessionId: "t" })]).toEqual([false, true]);
});
