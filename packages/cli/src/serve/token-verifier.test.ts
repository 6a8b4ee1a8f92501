import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { exportJWK, SignJWT } from "jose";
import { expect, it, onTestFinished } from "vitest";
import { folder } from "../testing/tidings.ts";
import { SECRET, token } from "../testing/token.ts";
import { createTokenVerifier } from "./token-verifier.ts";

const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const pemOf = (key: KeyObject) => String(key.export({ type: "spki", format: "pem" }));

function sign(key: KeyObject | Uint8Array, alg = "ES256", kid = "one"): Promise<string> {
  return new SignJWT({ sub: "ada" }).setProtectedHeader({ alg, kid }).setExpirationTime("1h").sign(key);
}

it("S2.1: a public key checks its own tokens, and none that is signed with the key's text as if it were a secret", async () => {
  const { publicKey, privateKey } = pair();
  const file = join(folder(), "key.pem");
  writeFileSync(file, pemOf(publicKey));
  const verify = createTokenVerifier({ publicKeyFile: file });
  expect(await verify?.(await sign(privateKey))).toMatchObject({ sub: "ada" });
  for (const wrong of [await sign(Buffer.from(pemOf(publicKey)), "HS256"), await sign(pair().privateKey), "x.y.z"]) {
    await expect(verify?.(wrong)).rejects.toMatchObject({ status: 401 });
  }
  writeFileSync(file, String(privateKey.export({ type: "pkcs8", format: "pem" })));
  expect(() => createTokenVerifier({ publicKeyFile: file })).toThrow("holds a private key");
});

it("S1: a key set is fetched once for many tokens; without one the answer is 503, which says nothing of the token", async () => {
  const { publicKey, privateKey } = pair();
  const keys = [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }];
  let fetched = 0;
  const server = createServer((_, response) => {
    fetched += 1;
    response.end(JSON.stringify({ keys }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const jwks = new URL(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/keys`);
  const verify = createTokenVerifier({ jwks });
  for (const _ of [1, 2, 3]) expect(await verify?.(await sign(privateKey))).toMatchObject({ sub: "ada" });
  await expect(verify?.(await sign(pair().privateKey))).rejects.toMatchObject({ status: 401 });
  expect(fetched).toBe(1);
  const nowhere = createTokenVerifier({ jwks: new URL("http://127.0.0.1:9/keys") });
  await expect(nowhere?.(await sign(privateKey))).rejects.toMatchObject({ status: 503 });
});

const invalid = { status: 401, headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } };
const needs = ["The token is not valid; it needs a signature of the right key, sub and exp"];

it("S2.1, S2.2: a secret's token is of HS256 and of nobody else's secret, names its user, and has an end to come", async () => {
  const verify = createTokenVerifier({ secret: SECRET });
  expect(await verify?.(token({ topics: ["a/1"] }))).toMatchObject({ sub: "ada", topics: ["a/1"] });
  const other = "another secret of thirty-two bytes.";
  for (const wrong of [
    token({}, { secret: other }),
    token({}, { alg: "none" }),
    token({}, { alg: "HS384" }),
    token({ sub: "" }),
    token({ sub: 7 }),
    token({ sub: undefined }),
    token({ exp: undefined }),
    "no token",
  ]) {
    await expect(verify?.(wrong), wrong).rejects.toMatchObject({ ...invalid, lines: needs });
  }
  await expect(verify?.(token({ exp: 1 }))).rejects.toMatchObject({
    ...invalid,
    lines: ["The token has expired; get a new one"],
  });
});

it("S2: an issuer and an audience are checked where they are given, and only there", async () => {
  const claims = { iss: "https://id.example.com", aud: ["board", "shop"] };
  const named = createTokenVerifier({ secret: SECRET, issuer: claims.iss, audience: "board" });
  expect(await named?.(token(claims))).toMatchObject(claims);
  for (const wrong of [{ ...claims, iss: "https://other.example.com" }, { ...claims, aud: "shop" }, {}]) {
    await expect(named?.(token(wrong))).rejects.toMatchObject(invalid);
  }
  expect(await createTokenVerifier({ secret: SECRET })?.(token(claims))).toMatchObject({ sub: "ada" });
  expect(createTokenVerifier({})).toBeUndefined();
  expect(createTokenVerifier({ secret: "x".repeat(32) })).toBeDefined();
});

it.each([
  ["rsa", () => generateKeyPairSync("rsa", { modulusLength: 2048 }), ["RS256", "PS256"]],
  ["ed25519", () => generateKeyPairSync("ed25519"), ["EdDSA"]],
  ["P-256", pair, ["ES256"]],
  ["P-384", () => generateKeyPairSync("ec", { namedCurve: "P-384" }), ["ES384"]],
  ["P-521", () => generateKeyPairSync("ec", { namedCurve: "P-521" }), ["ES512"]],
])("S2.1: a public key of %s checks tokens of its own algorithms", async (_name, generate, algorithms) => {
  const { publicKey, privateKey } = generate();
  const file = join(folder(), "key.pem");
  writeFileSync(file, pemOf(publicKey));
  for (const alg of algorithms) {
    expect(await createTokenVerifier({ publicKeyFile: file })?.(await sign(privateKey, alg))).toMatchObject({
      sub: "ada",
    });
  }
  if (_name !== "rsa") return;
  const other = createTokenVerifier({ publicKeyFile: file })?.(await sign(privateKey, "RS512"));
  await expect(other).rejects.toMatchObject({ status: 401 });
});

it("a key of another kind is refused with those that are taken", () => {
  const file = join(folder(), "key.pem");
  writeFileSync(file, pemOf(generateKeyPairSync("ec", { namedCurve: "secp256k1" }).publicKey));
  expect(() => createTokenVerifier({ publicKeyFile: file })).toThrow("must be RSA, P-256, P-384, P-521 or Ed25519");
});

it.each([
  ["no JSON", 200, "keys"],
  ["JSON that is no key set", 200, "{}"],
  ["a fault of its own", 500, "{}"],
])("S1: a key set that answers with %s is 503: the token may be good", async (_what, status, body) => {
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  const jwks = new URL(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
  const good = await sign(pair().privateKey);
  await expect(createTokenVerifier({ jwks })?.(good)).rejects.toMatchObject({ status: 503, retryAfter: 5 });
});
