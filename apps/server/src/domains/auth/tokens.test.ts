import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { sampleUsers } from "@tidings/contracts/auth";
import jwt from "jsonwebtoken";
import { expect, it } from "vitest";
import { pemKeys, secretKeys } from "./token-keys.ts";
import { createTokens } from "./tokens.ts";

const secret = "a secret of our own, 32 characters or more";
const tokens = createTokens(secretKeys(secret), 60);
const { ada } = sampleUsers;
const sub = ada.id;
const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

it("S2: a token names its user and its end", () => {
  const before = Math.floor(Date.now() / 1000);
  const claims = tokens.verify(tokens.sign(ada) ?? "");
  expect(claims?.userId).toBe(ada.id);
  expect(claims?.expiresAt).toBeGreaterThanOrEqual((before + 60) * 1000);
  expect(claims?.expiresAt).toBeLessThanOrEqual((before + 62) * 1000);
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
  ["not a token", "wrong"],
  ["empty", ""],
])("S2: refuses a token that is %s", (_what, token) => {
  expect(tokens.verify(token)).toBeUndefined();
});

it("S2: refuses a token with one character changed anywhere", () => {
  const token = tokens.sign(ada) ?? "";
  for (let at = 0; at < token.length - 1; at += 7) {
    const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    expect(tokens.verify(changed)).toBeUndefined();
  }
});

it.each([
  ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey],
  ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey],
] as const)("S2: %s keys sign and check, and refuse a token made from the public key as a secret", (algorithm, key) => {
  const keys = pemKeys({ privateKey: pem(key).replaceAll("\n", "\\n") });
  expect(keys.algorithm).toBe(algorithm);
  const asymmetric = createTokens(keys, 60);
  expect(asymmetric.verify(asymmetric.sign(ada) ?? "")?.userId).toBe(ada.id);
  const publicPem = keys.verifyKey.export({ type: "spki", format: "pem" }).toString();
  const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
  const forged = jwt.sign({ sub }, Buffer.from(publicPem), {
    expiresIn: 60,
    algorithm: "HS256",
    allowInvalidAsymmetricKeyTypes: true,
  });
  expect(forged.startsWith(header)).toBe(true);
  expect(asymmetric.verify(forged)).toBeUndefined();
});

it("a public key alone checks tokens and makes none", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const checking = createTokens(
    pemKeys({ publicKey: publicKey.export({ type: "spki", format: "pem" }).toString() }),
    60,
  );
  expect(checking.sign(ada)).toBeUndefined();
  expect(checking.verify(jwt.sign({ sub }, privateKey, { algorithm: "ES256", expiresIn: 60 }))?.userId).toBe(sub);
});

it("refuses keys that are neither RSA nor P-256", () => {
  expect(() => pemKeys({ privateKey: pem(generateKeyPairSync("ed25519").privateKey) })).toThrow(/P-256/);
  expect(() => pemKeys({})).toThrow();
});
