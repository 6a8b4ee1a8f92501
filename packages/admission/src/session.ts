import type { Principal } from "@tidings/hub";

/**
 * A principal who is signed in until a known time: what a token says. `id` names the user, `sessionId` the token, so that
 * one token can be revoked without the others (S12.2); two users may have the same. `expiresAt` is milliseconds since 1970.
 */
export interface Session extends Principal {
  readonly sessionId: string;
  readonly expiresAt: number;
}
