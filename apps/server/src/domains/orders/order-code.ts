import { randomInt } from "node:crypto";

/** Without I, L, O, 0 and 1, because codes are read out over the telephone. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** A new code as people read it, `ORD-A7X3B2`: one of 887 million. The caller must check that it is not used yet. */
export function createOrderCode(): string {
  return `ORD-${Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`;
}
