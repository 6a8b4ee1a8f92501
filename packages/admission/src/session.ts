import type { Principal } from "@tidings/hub";

/**
 * A principal who is signed in until a known time, as a token says it. `id` is the user's, `sessionId` the token's, so
 * that one token can be revoked without the others (S12.2). Two users may have the same `sessionId`. `expiresAt` is
 * milliseconds since 1970.
 */
export interface Session extends Principal {
  readonly sessionId: string;
  readonly expiresAt: number;
}
