import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { exportJWK, SignJWT } from "jose";
import { expect, it, onTestFinished } from "vitest";
import { folder } from "../testing/tidings.ts";
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
