import { afterEach, expect, it, vi } from "vitest";
import { createMemoryRevokedSessions } from "./memory-revoked-sessions.ts";
import { createRevocations } from "./revocations.ts";

const noStreams = { disconnectUser: () => 0, disconnectSession: () => 0, connections: () => [].values() };

afterEach(() => {
  vi.useRealTimers();
});

it("S12.1: a session counts as ended from the call on, and its streams end before that is stored", async () => {
  const calls: string[] = [];
  const storing = Promise.withResolvers<void>();
  const revocations = createRevocations(
    { ...noStreams, disconnectSession: ({ id, sessionId }) => calls.push(`disconnect ${id} ${sessionId}`) },
    {
      revoke({ id, sessionId }) {
        calls.push(`revoke ${id} ${sessionId}`);
        return storing.promise;
      },
      isRevoked: async () => true,
    },
  );
  const ending = revocations.endSession({ id: "u", sessionId: "s", expiresAt: 1 });
  expect([calls, revocations.count]).toEqual([["revoke u s", "disconnect u s"], 1]);
  storing.resolve();
  await ending;
});

it("S12.3: a store that fails is told to whoever signs out, and the streams ended all the same", async () => {
  const disconnectSession = vi.fn();
  const revoke = () => Promise.reject(new Error("disk full"));
  const revocations = createRevocations({ ...noStreams, disconnectSession }, { revoke, isRevoked: async () => true });
  const ending = revocations.endSession({ id: "u", sessionId: "s", expiresAt: 1 });
  await expect(ending).rejects.toMatchObject({ code: "unavailable", status: 503, retryAfter: 5 });
  expect(disconnectSession).toHaveBeenCalledWith(expect.objectContaining({ id: "u", sessionId: "s" }));
});

it("S12.4: a user's rights that change end all of the user's streams", () => {
  const disconnectUser = vi.fn();
  const revocations = createRevocations({ ...noStreams, disconnectUser });
  revocations.endUser("u");
  expect(disconnectUser.mock.calls).toEqual([["u"]]);
  expect(revocations.count).toBe(1);
});

it("S12.1, S12.2: memory knows a revoked session until its token ends, of its user alone, and forgets it then", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const store = createMemoryRevokedSessions();
  const expiresAt = Date.now() + 1000;
  await store.revoke({ id: "a", sessionId: "s", expiresAt });
  await store.revoke({ id: "a", sessionId: "s", expiresAt: expiresAt - 500 });
  vi.setSystemTime(expiresAt - 1);
  await store.revoke({ id: "c", sessionId: "s", expiresAt });
  expect(await store.isRevoked({ id: "a", sessionId: "s" })).toBe(true);
  expect(await store.isRevoked({ id: "b", sessionId: "s" })).toBe(false);
  vi.setSystemTime(expiresAt);
  await store.revoke({ id: "b", sessionId: "s", expiresAt: expiresAt + 1 });
  expect(await store.isRevoked({ id: "a", sessionId: "s" })).toBe(false);
});
