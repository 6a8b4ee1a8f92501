import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from "node:crypto";

/**
 * The keys that sign and verify tokens. The key decides the algorithm; a token that names another algorithm is refused.
 */
export interface TokenKeys {
  readonly algorithm: "HS256" | "RS256" | "ES256";
  readonly verifyKey: KeyObject;
  /** Undefined if another service signs the tokens. Then nobody can sign in here. */
  readonly signKey: KeyObject | undefined;
}

/** Keys from a shared secret. */
export function secretKeys(secret: string): TokenKeys {
  const key = createSecretKey(secret, "utf8");
  return { algorithm: "HS256", verifyKey: key, signKey: key };
}

/**
 * Keys from PEM texts, in which a line break may be written `\n`. A private key is enough for both.
 *
 * @throws Error if a text is not a PEM key, if the key is neither RSA of 2048 bits or more nor on the curve P-256, or
 *   if the two are not a pair, because then nobody could use a token that was made here
 */
export function pemKeys(pem: {
  readonly privateKey?: string | undefined;
  readonly publicKey?: string | undefined;
}): TokenKeys {
  const signKey = pem.privateKey === undefined ? undefined : createPrivateKey(lines(pem.privateKey));
  const verifyKey = createPublicKey(pem.publicKey === undefined ? (signKey ?? "") : lines(pem.publicKey));
  if (signKey !== undefined && !createPublicKey(signKey).equals(verifyKey)) throw new Error("the keys are no pair");
  return { algorithm: algorithmOf(verifyKey), verifyKey, signKey };
}

function lines(pem: string): string {
  return pem.replaceAll("\\n", "\n");
}

function algorithmOf(key: KeyObject): "RS256" | "ES256" {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  // RFC 7518 3.3: shorter ones are refused by the library, but only when somebody signs in.
  if (key.asymmetricKeyType === "rsa" && modulusLength >= 2048) return "RS256";
  if (namedCurve === "prime256v1") return "ES256";
  throw new Error("the key is neither RSA of 2048 bits or more nor on the curve P-256");
}
