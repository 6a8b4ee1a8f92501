import { createHash, randomUUID } from "node:crypto";
import type { User } from "@tidings/contracts/auth";
import jwt from "jsonwebtoken";
import * as z from "zod";
import type { TokenKeys } from "./token-keys.ts";

/** What a good token says. */
export interface Claims {
  readonly userId: string;
  /** Names the token, so that it can be revoked by itself: its `jti`, or a digest where its issuer gave it none. */
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Makes and checks tokens. */
export interface Tokens {
  /** A token for a user, or undefined where this server only checks those of another. */
  sign(user: User): string | undefined;
  /** What a token says, or undefined if it is expired, forged, of another key or algorithm, or has no end. */
  verify(token: string): Claims | undefined;
}

const claims = z.object({ sub: z.string().min(1), exp: z.number(), jti: z.string().min(1).optional() });

/** JWT with the one algorithm that the key decides. `exp` is required: a token without an end could not be ended (S2). */
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
        const result = claims.safeParse(jwt.verify(token, keys.verifyKey, { algorithms: [keys.algorithm] }));
        if (!result.success) return undefined;
        const { sub, exp, jti } = result.data;
        return { userId: sub, sessionId: jti ?? digestOf(token), expiresAt: exp * 1000 };
      } catch {
        // Why a token is bad helps nobody but whoever forged it.
        return undefined;
      }
    },
  };
}

/** Without the signature: some algorithms let anyone write the same one differently. */
function digestOf(token: string): string {
  return createHash("sha256")
    .update(token.slice(0, token.lastIndexOf(".")))
    .digest("base64url");
}
