import { createHmac } from "node:crypto";

/** What a forged token is made of. */
export interface TokenParts {
  readonly userId: string;
  readonly algorithm: "HS256" | "none";
  readonly secret: string;
  /** Seconds from now, negative for one that has ended; undefined leaves the end out. */
  readonly endsIn: number | undefined;
}

/** Makes a JWT by hand: what the server must tell from its own cannot come from its own library. */
export function forgeToken({ userId, algorithm, secret, endsIn }: TokenParts): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: userId, iat: now, ...(endsIn !== undefined && { exp: now + endsIn }) };
  const unsigned = [{ alg: algorithm, typ: "JWT" }, claims].map(encode).join(".");
  const signature = algorithm === "none" ? "" : createHmac("sha256", secret).update(unsigned).digest("base64url");
  return `${unsigned}.${signature}`;
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
