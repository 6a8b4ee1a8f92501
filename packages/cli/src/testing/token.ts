import { createHmac } from "node:crypto";

/** What tokens of tests are signed with. */
export const SECRET = "a secret of at least thirty-two bytes";

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT of Ada's for an hour, with other claims, algorithm or secret as a test wants them. */
export function token(claims: object, { alg = "HS256", secret = SECRET } = {}): string {
  const signed = `${part({ alg })}.${part({ sub: "ada", exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  return `${signed}.${alg === "none" ? "" : createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
