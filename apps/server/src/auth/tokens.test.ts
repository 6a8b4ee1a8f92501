import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { sampleUsers } from "@tidings/contracts/auth";
import fc from "fast-check";
import jwt from "jsonwebtoken";
import { expect, it } from "vitest";
import { pemKeys, secretKeys } from "./token-keys.ts";
import { createTokens } from "./tokens.ts";

const secret = "a secret of our own, 32 characters or more";
const tokens = createTokens(secretKeys(secret), 60);
const { ada } = sampleUsers;
const sub = ada.id;
const exp = 4_102_444_800;
const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

/** A token made by hand: the library signs no odd ones. */
function signed(payload: object | string, header: object = {}): string {
  const encode = (text: string) => Buffer.from(text).toString("base64url");
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const input = `${encode(JSON.stringify({ alg: "HS256", typ: "JWT", ...header }))}.${encode(body)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

it.each([
  ["a fraction of a second", { exp: 4_102_444_800.0625 }, 4_102_444_800_062],
  ["the largest number", { exp: 1e308 }, 8.64e15],
  ["a whole second, valid since a fraction of one", { exp, nbf: 1.5, iat: 1e308 }, exp * 1000],
])("S2.3: an end may be %s, and is a moment that Date can hold", (_what, payload, expiresAt) => {
  expect(tokens.verify(signed({ sub, ...payload }))).toMatchObject({ id: sub, expiresAt });
  expect(Number.isNaN(new Date(expiresAt).getTime())).toBe(false);
});

it("S2.3: whatever dates and names a signed token has, it is refused or has an end that can be stored", () => {
  const moment = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.jsonValue());
  const name = fc.oneof(fc.string(), fc.jsonValue());
  const payload = fc.record({ sub: name, exp: moment, nbf: moment, iat: moment, jti: name }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(payload, fc.jsonValue()), fc.jsonValue(), (body, more) => {
      const before = Date.now();
      const claims = tokens.verify(signed(body as object, typeof more === "object" && more !== null ? more : {}));
      if (claims === undefined) return;
      expect(Number.isSafeInteger(claims.expiresAt)).toBe(true);
      expect(new Date(claims.expiresAt).toISOString()).toBeTypeOf("string");
      expect(claims.expiresAt).toBeGreaterThan(before - 1000);
      expect([claims.id, claims.sessionId]).not.toContain("");
    }),
    { numRuns: 2000 },
  );
});

it("S2.2: a token names its user and its end", () => {
  const before = Math.floor(Date.now() / 1000);
  const claims = tokens.verify(tokens.sign(ada) ?? "");
  expect(claims?.id).toBe(ada.id);
  expect(claims?.expiresAt).toBeGreaterThanOrEqual((before + 60) * 1000);
  expect(claims?.expiresAt).toBeLessThanOrEqual(Date.now() + 61_000);
});

it("S2: two tokens of one user differ, so that one can be revoked", () => {
  expect(tokens.sign(ada)).not.toBe(tokens.sign(ada));
});

it.each([
  ["expired", jwt.sign({ sub }, secret, { expiresIn: -1 })],
  ["without an end", jwt.sign({ sub }, secret)],
  ["without a user", jwt.sign({}, secret, { expiresIn: 60 })],
  ["of another key", jwt.sign({ sub }, `${secret}!`, { expiresIn: 60 })],
  ["of another algorithm", jwt.sign({ sub }, secret, { expiresIn: 60, algorithm: "HS512" })],
  ["signed with none", jwt.sign({ sub }, null, { expiresIn: 60, algorithm: "none" })],
  ["not valid yet", jwt.sign({ sub }, secret, { expiresIn: 60, notBefore: 30 })],
  ["ended half a second ago", signed({ sub, exp: Date.now() / 1000 - 0.5 })],
  ["ended before 1970", signed({ sub, exp: -1 })],
  ["ended at 0", signed({ sub, exp: 0 })],
  ["of an end without end", signed('{"sub":"ada","exp":1e400}')],
  ["of an end in words", signed({ sub, exp: "2099-01-01" })],
  ["of an end in digits", signed({ sub, exp: "4102444800" })],
  ["of an end that is null, as NaN is written", signed({ sub, exp: null })],
  ["of a list of ends", signed({ sub, exp: [4_102_444_800] })],
  ["valid from a word", signed({ sub, exp, nbf: "now" })],
  ["valid from null", signed({ sub, exp, nbf: null })],
  ["valid from the end of time", signed({ sub, exp, nbf: 1e308 })],
  ["issued at a word", signed({ sub, exp, iat: "yesterday" })],
  ["of a user that is a number", signed({ sub: 1, exp })],
  ["of a session that is a number", signed({ sub, exp, jti: 1 })],
  ["no object", signed('"ada"')],
  ["with a header that must be understood", signed({ sub, exp }, { crit: ["b64"], b64: true })],
  ["with an empty list of such headers", signed({ sub, exp }, { crit: [] })],
  ["with such headers that are no list", signed({ sub, exp }, { crit: null })],
  ["not a token", "wrong"],
  ["empty", ""],
])("S2.1, S2.2: refuses a token that is %s", (_what, token) => {
  expect(tokens.verify(token)).toBeUndefined();
});

it("S2.1: refuses a token with one character changed anywhere", () => {
  const token = tokens.sign(ada) ?? "";
  for (let at = 0; at < token.length - 1; at += 7) {
    const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    expect(tokens.verify(changed)).toBeUndefined();
  }
});

it.each([
  ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey],
  ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey],
] as const)(
  "S2.1: %s keys sign and check, and refuse a token made from the public key as a secret",
  (algorithm, key) => {
    const keys = pemKeys({ privateKey: pem(key).replaceAll("\n", "\\n") });
    expect(keys.algorithm).toBe(algorithm);
    const asymmetric = createTokens(keys, 60);
    expect(asymmetric.verify(asymmetric.sign(ada) ?? "")?.id).toBe(ada.id);
    const publicPem = keys.verifyKey.export({ type: "spki", format: "pem" }).toString();
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
    const forged = jwt.sign({ sub }, Buffer.from(publicPem), {
      expiresIn: 60,
      algorithm: "HS256",
      allowInvalidAsymmetricKeyTypes: true,
    });
    expect(forged.startsWith(header)).toBe(true);
    expect(asymmetric.verify(forged)).toBeUndefined();
  },
);

it("a public key alone checks tokens and makes none", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const checking = createTokens(
    pemKeys({ publicKey: publicKey.export({ type: "spki", format: "pem" }).toString() }),
    60,
  );
  expect(checking.sign(ada)).toBeUndefined();
  expect(checking.verify(jwt.sign({ sub }, privateKey, { algorithm: "ES256", expiresIn: 60 }))?.id).toBe(sub);
});

it("refuses keys that are neither RSA nor P-256", () => {
  expect(() => pemKeys({ privateKey: pem(generateKeyPairSync("ed25519").privateKey) })).toThrow(/P-256/);
  expect(() => pemKeys({})).toThrow();
});
