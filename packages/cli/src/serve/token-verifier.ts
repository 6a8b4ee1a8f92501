import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { Refusal } from "@tidings/admission";
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import { CliError, messageOf } from "../error.ts";

/** Which tokens are accepted. Give exactly one of the three keys. */
export interface TokenOptions {
  /** Text that HS256 tokens are signed with; at least 32 bytes. */
  readonly secret?: string | undefined;
  /** Path of a PEM file with the public key of RS256, PS256, ES256, ES384, ES512 or EdDSA tokens. */
  readonly publicKeyFile?: string | undefined;
  /** Address of a JSON Web Key Set. Fetched when first needed, kept 10 minutes, and fetched again for an unknown `kid`. */
  readonly jwks?: URL | undefined;
  /** What `iss` must be. Default: anything. */
  readonly issuer?: string | undefined;
  /** What `aud` must hold. Default: anything. */
  readonly audience?: string | undefined;
}

/**
 * Checks a token and resolves with its claims. Rejects with a Refusal 401 for an invalid token, 503 if the keys cannot
 * be fetched.
 */
export type VerifyToken = (token: string) => Promise<JWTPayload & { readonly sub: string; readonly exp: number }>;

const MIN_SECRET_BYTES = 32;
/**
 * A key set holds public keys, so HS256 is not allowed: a token that was signed with a public key as the secret must
 * never pass.
 */
const JWKS_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const CURVE_ALGORITHMS: Readonly<Record<string, string>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

/**
 * Makes the check of tokens. The key decides the algorithms, never the token; `exp` and `sub` are required.
 *
 * @returns undefined if no key is given; then no token is accepted
 * @throws CliError `invalid_option`: a key that cannot be used, or several
 */
export function createTokenVerifier(options: TokenOptions): VerifyToken | undefined {
  const { secret, publicKeyFile, jwks, issuer, audience } = options;
  const given = [secret, publicKeyFile, jwks].filter((one) => one !== undefined);
  if (given.length > 1) invalid("give one of --jwt-secret, --jwt-public-key and --jwks, not several");
  const checks: JWTVerifyOptions = {
    requiredClaims: ["exp", "sub"],
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
  if (secret !== undefined) {
    if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
      invalid("--jwt-secret must have at least 32 bytes; make one with: openssl rand -base64 48");
    }
    const key = createSecretKey(Buffer.from(secret));
    return verifier((token) => jwtVerify(token, key, { ...checks, algorithms: ["HS256"] }));
  }
  if (publicKeyFile !== undefined) {
    const key = readPublicKey(publicKeyFile);
    const algorithms = algorithmsOf(key, publicKeyFile);
    return verifier((token) => jwtVerify(token, key, { ...checks, algorithms }));
  }
  if (jwks === undefined) return undefined;
  const keys = createRemoteJWKSet(jwks);
  return verifier((token) => jwtVerify(token, keys, { ...checks, algorithms: JWKS_ALGORITHMS }));
}

function verifier(verify: (token: string) => Promise<{ readonly payload: JWTPayload }>): VerifyToken {
  return async (token) => {
    try {
      const { payload } = await verify(token);
      const { sub, exp } = payload;
      if (typeof sub === "string" && sub !== "" && exp !== undefined) return { ...payload, sub, exp };
    } catch (error) {
      if (!isAboutToken(error)) {
        throw new Refusal(
          "unavailable",
          ["The keys that tokens are checked with cannot be fetched; try again shortly"],
          {
            retryAfter: 5,
          },
        );
      }
      if (error instanceof errors.JWTExpired) throw invalidToken("The token has expired; get a new one");
    }
    throw invalidToken("The token is not valid; it needs a signature of the right key, sub and exp");
  };
}

function invalidToken(text: string): Refusal {
  return new Refusal("unauthenticated", [text], { headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } });
}

/**
 * Whether an error is about the token. Any other error is about fetching the key set: the address does not answer, or
 * not with keys.
 */
function isAboutToken(error: unknown): boolean {
  const aboutKeys = ["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"];
  return error instanceof errors.JOSEError && !aboutKeys.includes(error.code);
}

function readPublicKey(file: string): KeyObject {
  try {
    const text = readFileSync(file, "utf8");
    if (text.includes("PRIVATE KEY")) {
      invalid(`--jwt-public-key ${file} holds a private key; give the public one: openssl pkey -pubout`);
    }
    return createPublicKey(text);
  } catch (error) {
    if (error instanceof CliError) throw error;
    return invalid(`--jwt-public-key ${file} is no public key in PEM: ${messageOf(error)}`);
  }
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, file: string): string[] {
  if (asymmetricKeyType === "rsa") return ["RS256", "PS256"];
  if (asymmetricKeyType === "ed25519") return ["EdDSA", "Ed25519"];
  const algorithm = CURVE_ALGORITHMS[asymmetricKeyDetails?.namedCurve ?? ""];
  return algorithm === undefined
    ? invalid(`--jwt-public-key ${file} must be RSA, P-256, P-384, P-521 or Ed25519`)
    : [algorithm];
}

function invalid(why: string): never {
  throw new CliError("invalid_option", why);
}
