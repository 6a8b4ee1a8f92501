import { randomUUID } from "node:crypto";
import type { User } from "@tidings/contracts/auth";
import jwt from "jsonwebtoken";
import * as z from "zod";
import type { TokenKeys } from "./token-keys.ts";

/** What a good token says. */
export interface Claims {
  readonly userId: string;
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

const claims = z.object({ sub: z.string().min(1), exp: z.number() });

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
        return result.success ? { userId: result.data.sub, expiresAt: result.data.exp * 1000 } : undefined;
      } catch {
        // Why a token is bad helps nobody but whoever forged it.
        return undefined;
      }
    },
  };
}
