import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from "node:crypto";

/** What tokens are made and checked with. The key decides the algorithm; a token that names another is refused. */
export interface TokenKeys {
  readonly algorithm: "HS256" | "RS256" | "ES256";
  readonly verifyKey: KeyObject;
  /** Undefined where another service signs: then nobody can sign in here. */
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
 * @throws Error when a text is no PEM key, or the key is neither RSA nor on the curve P-256
 */
export function pemKeys(pem: {
  readonly privateKey?: string | undefined;
  readonly publicKey?: string | undefined;
}): TokenKeys {
  const signKey = pem.privateKey === undefined ? undefined : createPrivateKey(lines(pem.privateKey));
  const verifyKey = createPublicKey(pem.publicKey === undefined ? (signKey ?? "") : lines(pem.publicKey));
  return { algorithm: algorithmOf(verifyKey), verifyKey, signKey };
}

function lines(pem: string): string {
  return pem.replaceAll("\\n", "\n");
}

function algorithmOf(key: KeyObject): "RS256" | "ES256" {
  if (key.asymmetricKeyType === "rsa") return "RS256";
  if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return "ES256";
  throw new Error("the key is neither RSA nor on the curve P-256");
}
