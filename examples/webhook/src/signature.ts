import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a delivery may be old, or ahead of our clock: one that was overheard is worthless afterwards. */
const TOLERANCE_S = 5 * 60;

/** What a sender signs, by the headers and the scheme of standardwebhooks.com. */
export interface SignedDelivery {
  /** The same when the same event is delivered again. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  /** To the byte as it came: JSON that was parsed and written again has another signature. */
  readonly body: string;
}

/** The `webhook-signature` of a delivery. */
export function sign(secret: string, { id, timestamp, body }: SignedDelivery): string {
  return `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** Whether a delivery is the sender's own and recent. The header holds several signatures while a secret is replaced. */
export function isSigned(secret: string, delivery: SignedDelivery, header: string): boolean {
  const age = Date.now() / 1000 - Number(delivery.timestamp);
  if (!(Math.abs(age) <= TOLERANCE_S)) return false;
  const expected = Buffer.from(sign(secret, delivery));
  return header.split(" ").some((part) => {
    const given = Buffer.from(part);
    // Comparing byte by byte until one differs would tell by its time how much was right.
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
