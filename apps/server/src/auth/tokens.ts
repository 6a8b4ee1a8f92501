import { createHash, randomUUID } from "node:crypto";
import type { Session } from "@tidings/admission";
import type { User } from "@tidings/contracts/auth";
import jwt from "jsonwebtoken";
import * as z from "zod";
import type { TokenKeys } from "./token-keys.ts";

/** Makes and checks tokens. */
export interface Tokens {
  /** Returns a token for a user, or undefined if this server only verifies the tokens of another service. */
  sign(user: User): string | undefined;
  /**
   * Returns the session of a token, or undefined if it is expired, forged, of another key or algorithm, or has no
   * `exp`. `sessionId` is its `jti`, or a digest if it has none. `expiresAt` is a whole number that `Date` can hold.
   */
  verify(token: string): Session | undefined;
}

/** RFC 7519 4.1: dates may have fractions (S2.3). `nbf` is checked together with the signature. */
const claims = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  iat: z.number().optional(),
  jti: z.string().min(1).optional(),
});

/** The last moment that `Date` can hold (S2.3). */
const END_OF_TIME_MS = 8.64e15;

/**
 * Makes {@link Tokens}: JWTs with the one algorithm of the key. `exp` is required, because a token that never expires
 * could not be revoked for good (S2.2).
 */
export function createTokens(keys: TokenKeys, ttlSeconds: number): Tokens {
  return {
    sign(user) {
      if (keys.signKey === undefined) return undefined;
      const { email, name, role } = user;
      return jwt.sign({ email, name, role }, keys.signKey, {
        algorithm: keys.algorithm,
        subject: user.id,
        expiresIn: ttlSeconds,
        jwtid: randomUUID(),
      });
    },
    verify(token) {
      try {
        const { header, payload } = jwt.verify(token, keys.verifyKey, {
          algorithms: [keys.algorithm],
          complete: true,
        });
        // `crit` lists extensions that the reader must understand, and this server understands none (RFC 7515 4.1.11).
        if ("crit" in header) return undefined;
        const result = claims.safeParse(payload);
        if (!result.success) return undefined;
        const { sub, exp, jti } = result.data;
        const expiresAt = Math.min(Math.floor(exp * 1000), END_OF_TIME_MS);
        // The library compares whole seconds.
        if (expiresAt <= Date.now()) return undefined;
        return { id: sub, sessionId: jti ?? digestOf(token), expiresAt };
      } catch {
        // The reason is not passed on, because it would only help a forger.
        return undefined;
      }
    },
  };
}

/** Leaves out the signature, because with some algorithms anyone can write the same signature in another form. */
function digestOf(token: string): string {
  return createHash("sha256")
    .update(token.slice(0, token.lastIndexOf(".")))
    .digest("base64url");
}
