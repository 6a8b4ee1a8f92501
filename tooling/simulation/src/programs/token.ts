import { createHmac } from "node:crypto";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as the server's own sign-in makes it (HS256), good for an hour. */
export function signToken(userId: string, secret: string): string {
  const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
  const body = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: userId, exp: expiresAt })}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}
