import { randomInt } from "node:crypto";

/** Without I, L, O, 0 and 1: codes are read out over the telephone. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** A new code as people read it, `ORD-A7X3B2`: one of 887 million, so whoever stores it checks that it is new. */
export function createOrderCode(): string {
  return `ORD-${Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`;
}
