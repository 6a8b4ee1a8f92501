import { beforeEach, describe, expect, it } from "vitest";
import type { RevokedSessions } from "../revocations.ts";

const session = (id: string, inMs = 60_000) => ({ id, sessionId: "s", expiresAt: Date.now() + inMs });

/**
 * The suite of the `RevokedSessions` port.
 *
 * @param makeStores Makes two stores that share their sessions, as two nodes or a restart have them: the same store twice
 *   where there is only one process.
 */
export function describeRevokedSessions(
  name: string,
  makeStores: () => Promise<readonly [RevokedSessions, RevokedSessions]> | readonly [RevokedSessions, RevokedSessions],
): void {
  describe(`revoked sessions: ${name}`, () => {
    let one: RevokedSessions;
    let other: RevokedSessions;
    beforeEach(async () => {
      [one, other] = await makeStores();
    });

    it("S12.1, S12.2: a revoked session is revoked on both nodes, for its user alone", async () => {
      await one.revoke(session("ada"));
      for (const store of [one, other]) {
        expect(await store.isRevoked(session("ada"))).toBe(true);
        expect(await store.isRevoked(session("grace"))).toBe(false);
        expect(await store.isRevoked({ id: "ada", sessionId: "another" })).toBe(false);
      }
    });

    it("S12.1: of two ends of one session the later counts", async () => {
      await one.revoke(session("ada"));
      await other.revoke(session("ada", 1));
      await one.revoke(session("grace", Number.POSITIVE_INFINITY));
      expect([await one.isRevoked(session("ada")), await other.isRevoked(session("grace"))]).toEqual([true, true]);
    });

    it("S12.1: it counts from the call on, before it is stored", async () => {
      const stored = one.revoke(session("ada"));
      const isRevoked = await one.isRevoked(session("ada"));
      await stored;
      expect(isRevoked).toBe(true);
    });
  });
}
