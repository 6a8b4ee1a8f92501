import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** Hashes and checks passwords. */
export interface Passwords {
  /** `scrypt$log2(N)$r$p$salt$hash`, so that the cost can be raised without invalidating stored hashes. */
  hash(password: string): Promise<string>;
  /**
   * Takes the same time for an unknown user (`undefined`), so that the time does not reveal who has an account (S10.2).
   */
  check(password: string, stored: string | undefined): Promise<boolean>;
}

/** What one hash costs. */
export interface PasswordCost {
  /** log2 of scrypt's N; memory is 2^logN * r * 128 bytes. */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about 150 ms: one of OWASP's equivalent settings for scrypt, chosen because it needs little memory. */
export const defaultPasswordCost: PasswordCost = { logN: 15, r: 8, p: 3 };

/** The highest cost of a stored hash that is accepted: 1 GiB for a moment. */
const MOST: PasswordCost = { logN: 18, r: 32, p: 16 };

const KEY_BYTES = 32;

/**
 * Hashes with scrypt in the thread pool, with a salt of its own for each password (S10.1).
 *
 * @param cost Default: 32 MiB and about 150 ms a hash.
 * @example
 * const passwords = createPasswords();
 * const stored = await passwords.hash("a long password");
 * const isRight = await passwords.check("a long password", stored);
 */
export function createPasswords(cost: PasswordCost = defaultPasswordCost): Passwords {
  const nobody = { cost, salt: randomBytes(16), hash: randomBytes(KEY_BYTES) };
  return {
    async hash(password) {
      const salt = randomBytes(16);
      const hash = await derive(password, salt, cost);
      return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64"), hash.toString("base64")].join("$");
    },
    async check(password, stored) {
      const known = stored === undefined ? undefined : parseHash(stored);
      const { cost: usedCost, salt, hash } = known ?? nobody;
      return timingSafeEqual(await derive(password, salt, usedCost), hash) && known !== undefined;
    },
  };
}

function parseHash(stored: string) {
  const [scheme, logN, r, p, salt = "", hash = ""] = stored.split("$");
  const bytes = Buffer.from(hash, "base64");
  if (scheme !== "scrypt" || bytes.length !== KEY_BYTES) return undefined;
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  // Another program may have written it. An invalid cost would make every sign-in of this user fail, and a huge one
  // would use up the server's memory.
  if (!isWithin(cost.logN, MOST.logN) || !isWithin(cost.r, MOST.r) || !isWithin(cost.p, MOST.p)) return undefined;
  return { cost, salt: Buffer.from(salt, "base64"), hash: bytes };
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function derive(password: string, salt: Buffer, { logN, r, p }: PasswordCost): Promise<Buffer> {
  const N = 2 ** logN;
  // Node refuses a hash that needs more than maxmem, and it needs a little more than 128 * N * r.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // The same text typed on another keyboard may be composed differently (RFC 8265).
    scrypt(password.normalize("NFC"), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
