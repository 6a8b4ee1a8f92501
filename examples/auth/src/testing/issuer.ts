import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** An OpenID Connect issuer of this machine, as far as a server and a client need one. */
export interface Issuer extends AsyncDisposable {
  readonly url: string;
  readonly tokenEndpoint: string;
  /** Its public key in PEM, as everybody can have it. */
  readonly publicKey: string;
  /** Refresh tokens that it takes. */
  readonly refreshTokens: Set<string>;
  /** How many tokens it has renewed. */
  readonly renewed: number;
  /** Seconds that a renewed token lives. */
  lifetimeS: number;
  /** Signs an access token, good unless claims say otherwise; an undefined claim is left out. */
  sign(claims?: Claims): Promise<string>;
}

type Claims = { readonly [Name in keyof JWTPayload]?: JWTPayload[Name] | undefined };

/** What the tokens are for. */
export const AUDIENCE = "https://builds.example.com";

/** Starts an issuer with a key of its own. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const state = { renewed: 0, lifetimeS: 3600 };
  const refreshTokens = new Set<string>();
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    if (request.url === "/.well-known/openid-configuration")
      return answer(200, { issuer: url, jwks_uri: `${url}/keys` });
    if (request.url === "/keys")
      return answer(200, { keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "RS256" }] });
    const asked = new URLSearchParams(await text(request));
    if (!refreshTokens.has(asked.get("refresh_token") ?? "")) return answer(400, { error: "invalid_grant" });
    state.renewed += 1;
    const access_token = await sign({ exp: Math.floor(Date.now() / 1000) + state.lifetimeS });
    return answer(200, { access_token, refresh_token: asked.get("refresh_token") });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function sign(claims: Claims = {}) {
    const good = { iss: url, aud: AUDIENCE, sub: "ada", sid: "sign-in-1", exp: Math.floor(Date.now() / 1000) + 3600 };
    const payload = Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined);
    return new SignJWT(Object.fromEntries(payload)).setProtectedHeader({ alg: "RS256", kid: "1" }).sign(privateKey);
  }

  return {
    url,
    tokenEndpoint: `${url}/token`,
    publicKey: await exportSPKI(publicKey),
    refreshTokens,
    get renewed() {
      return state.renewed;
    },
    get lifetimeS() {
      return state.lifetimeS;
    },
    set lifetimeS(seconds) {
      state.lifetimeS = seconds;
    },
    sign,
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections();
    },
  };
}
