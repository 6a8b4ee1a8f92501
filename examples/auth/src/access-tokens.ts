import { Refusal, type Session } from "@tidings/admission";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";

/** Answers whose token it is; rejects with a `Refusal`. */
export type CheckToken = (token: string) => Promise<Session>;

/** Checks access tokens of an OpenID Connect issuer (Keycloak, Auth0, Entra ID, Cognito, Dex) by its published keys. */
export async function createAccessTokens(issuer: string, audience: string): Promise<CheckToken> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`${issuer} answered ${response.status}; is it the issuer's address?`);
  const { jwks_uri } = (await response.json()) as { jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  // The algorithms are named: a token must not choose how it is checked.
  const demands = { issuer, audience, algorithms: ["RS256", "ES256"], requiredClaims: ["sub", "exp"] };
  return (token) => sessionOf(jwtVerify(token, keys, demands));
}

/** Checks tokens that you sign yourself. The secret has 32 random bytes or more. */
export function createOwnTokens(secret: string): CheckToken {
  const key = new TextEncoder().encode(secret);
  return (token) => sessionOf(jwtVerify(token, key, { algorithms: ["HS256"], requiredClaims: ["sub", "exp"] }));
}

async function sessionOf(verified: Promise<{ readonly payload: JWTPayload }>): Promise<Session> {
  try {
    const { sub = "", exp = 0, sid, jti, iat } = (await verified).payload;
    // Streams end before `expiresAt`. `sessionId` is what signing out ends: all tokens of one sign-in, where they say so.
    return { id: sub, sessionId: String(sid ?? jti ?? iat), expiresAt: exp * 1000 };
  } catch (cause) {
    if (cause instanceof errors.JOSEError && !ABOUT_KEYS.has(cause.code)) {
      throw new Refusal("unauthenticated", ["The token is not valid, or has expired"]);
    }
    // Not 401: clients would sign out because the issuer's keys could not be fetched.
    throw new Refusal("unavailable", ["Tokens cannot be checked now; try again shortly"], { retryAfter: 5, cause });
  }
}

/** What jose throws when it cannot fetch the keys. */
const ABOUT_KEYS = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"]);
