import { pemKeys, secretKeys, type TokenKeys } from "./auth/token-keys.ts";

/** Everyone who reads this knows it, so it is never accepted in production. */
const DEVELOPMENT_SECRET = "tidings-development-secret-not-for-production";

/** Why there are no keys, as a line for the operator. It contains no secret. */
export interface NoTokenKeys {
  readonly problem: string;
}

/** Reads the keys that sign and verify tokens from the environment (S2.1, S8). */
export function readTokenKeys(env: Readonly<Record<string, string | undefined>>): TokenKeys | NoTokenKeys {
  const { JWT_SECRET: secret, JWT_PRIVATE_KEY: privateKey, JWT_PUBLIC_KEY: publicKey } = env;
  if (privateKey !== undefined || publicKey !== undefined) {
    if (secret !== undefined) {
      return { problem: "JWT_SECRET must not be set beside JWT_PRIVATE_KEY or JWT_PUBLIC_KEY" };
    }
    try {
      return pemKeys({ privateKey, publicKey });
    } catch {
      const pair = "of an RSA key of 2048 bits or more or of a P-256 key, and of the same pair";
      return { problem: `JWT_PRIVATE_KEY and JWT_PUBLIC_KEY must be PEM texts ${pair}` };
    }
  }
  if (env.NODE_ENV === "production" && (secret === undefined || secret === DEVELOPMENT_SECRET)) {
    return {
      problem:
        "JWT_SECRET must be set to a secret of your own when NODE_ENV=production; make one with: openssl rand -base64 48",
    };
  }
  return secretKeys(secret ?? DEVELOPMENT_SECRET);
}
