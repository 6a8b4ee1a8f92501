import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@tidings/client";
import { createStreamTicket } from "@tidings/contracts/auth";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import { SignJWT } from "jose";
import { expect, it, onTestFinished } from "vitest";
import { createAccessTokens, createOwnTokens } from "./access-tokens.ts";
import { createSignedInClient } from "./client.ts";
import { builds, signOut } from "./contract.ts";
import { createApp } from "./server.ts";
import { createSessionCookies } from "./session-cookies.ts";
import { AUDIENCE, type Issuer, startIssuer } from "./testing/issuer.ts";

const SECRET = "thirty-two-random-bytes-or-more-of-yours";

/** The server, and the issuer whose tokens it takes; both end with the test. */
async function start(checks: "issuer" | "own" = "issuer") {
  const issuer = await startIssuer();
  onTestFinished(() => issuer[Symbol.asyncDispose]());
  const hub = createHub({ log: createMemoryLog() });
  const checkToken = checks === "own" ? createOwnTokens(SECRET) : await createAccessTokens(issuer.url, AUDIENCE);
  const cookies = createSessionCookies(new DatabaseSync(":memory:"));
  const server = createStreamServer(createApp(hub, { checkToken, cookies }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => shutdown({ server, hub, withinMs: 0, deadlineMs: 0 }));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const move = (state: string) => hub.publish(builds.topic("ada"), { event: "build_moved", data: { state } });
  return { issuer, hub, cookies, url, move };
}

/** Opens the stream, looks at the status, and leaves. */
async function statusOf(url: string, headers: Readonly<Record<string, string>>, query = ""): Promise<number> {
  const response = await fetch(`${url}${builds.path}${query}`, { headers });
  await response.body?.cancel();
  return response.status;
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const seconds = () => Math.floor(Date.now() / 1000);

it("S1: an access token of the issuer opens the stream of its user", async () => {
  const { issuer, hub, url } = await start();
  const client = createClient({ baseUrl: url, auth: { token: () => issuer.sign({ sub: "grace" }) } });
  onTestFinished(() => client.close());
  const stream = client.open(builds);
  await expect.poll(() => stream.getSnapshot().state).toBe("open");
  expect([hub.count("grace"), hub.count("ada")]).toEqual([1, 0]);
});

it.each<[string, (issuer: Issuer) => string | Promise<string>]>([
  ["no token", () => "nothing"],
  ["another audience", ({ sign }) => sign({ aud: "https://other.example.com" })],
  ["another issuer", ({ sign }) => sign({ iss: "https://other.example.com" })],
  ["an expired one", ({ sign }) => sign({ exp: seconds() - 60 })],
  ["one that never ends", ({ sign }) => sign({ exp: undefined })],
  ["one of nobody", ({ sign }) => sign({ sub: undefined })],
  [
    "one that is signed with the public key as a secret",
    ({ url, publicKey }) =>
      new SignJWT({ iss: url, aud: AUDIENCE, sub: "ada", exp: seconds() + 60 })
        .setProtectedHeader({ alg: "HS256" })
        .sign(new TextEncoder().encode(publicKey)),
  ],
  [
    "one without a signature",
    ({ url }) => {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
      return `${part({ alg: "none" })}.${part({ iss: url, aud: AUDIENCE, sub: "ada", exp: seconds() + 60 })}.`;
    },
  ],
])("S2: %s is refused with 401", async (_, make) => {
  const { issuer, url } = await start();
  expect(await statusOf(url, bearer(await make(issuer)))).toBe(401);
});

it("an issuer that does not answer is 503 and no 401, so that nobody is signed out by it", async () => {
  const { issuer, url } = await start();
  const token = await issuer.sign();
  await issuer[Symbol.asyncDispose]();
  expect(await statusOf(url, bearer(token))).toBe(503);
});

it("a token that the server signs itself opens the stream, and another secret does not", async () => {
  const { url } = await start("own");
  const sign = (secret: string) =>
    new SignJWT({ sub: "ada", exp: seconds() + 60 })
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(secret));
  expect(await statusOf(url, bearer(await sign(SECRET)))).toBe(200);
  expect(await statusOf(url, bearer(await sign(`${SECRET}!`)))).toBe(401);
});

it("D11: the stream ends before its token does, and the client comes back with a new one and misses nothing", async () => {
  const { issuer, url, move } = await start();
  issuer.refreshTokens.add("refresh-1");
  const first = await issuer.sign({ exp: seconds() + 4 });
  const client = createSignedInClient(url, issuer.tokenEndpoint, { access_token: first, refresh_token: "refresh-1" });
  onTestFinished(() => client.close());
  const stream = client.open(builds);
  const heard: string[] = [];
  let greetings = 0;
  stream.on("connected", () => {
    greetings += 1;
  });
  stream.on("build_moved", ({ data }) => heard.push(data.state));
  await expect.poll(() => greetings).toBe(1);
  await expect.poll(() => stream.getSnapshot().state).not.toBe("open");
  await move("while nobody listened");
  await expect.poll(() => issuer.renewed).toBe(1);
  await expect.poll(() => heard).toEqual(["while nobody listened"]);
  expect(stream.getSnapshot()).toMatchObject({ state: "open", resume: "complete" });
});

it("a refresh token that the issuer refuses ends the stream for good, and the page can say so", async () => {
  const { issuer, url } = await start();
  const access_token = await issuer.sign({ exp: seconds() - 60 });
  const client = createSignedInClient(url, issuer.tokenEndpoint, { access_token, refresh_token: "withdrawn" });
  onTestFinished(() => client.close());
  const stream = client.open(builds);
  await expect.poll(() => stream.getSnapshot().state).toBe("closed");
  expect(stream.getSnapshot().error).toMatchObject({ code: "http", status: 401 });
});

it("S13: a ticket opens the stream once, in place of a token in the address", async () => {
  const { issuer, url } = await start();
  const token = await issuer.sign();
  const client = createClient({ baseUrl: url, auth: { token: () => token } });
  onTestFinished(() => client.close());
  const { data } = await client.call(createStreamTicket, { body: { stream: "builds" } });
  const query = `?ticket=${data.ticket}`;
  expect([await statusOf(url, {}, query), await statusOf(url, {}, query)]).toEqual([200, 401]);
  await expect(client.call(createStreamTicket, { body: { stream: "other" } })).rejects.toMatchObject({ status: 400 });
});

it("S12: signing out ends the streams of that sign-in, tokens and tickets included, and no other's", async () => {
  const { issuer, hub, url } = await start();
  const [mine, other] = [await issuer.sign(), await issuer.sign({ sid: "sign-in-2" })];
  const clients = [mine, other].map((token) => createClient({ baseUrl: url, auth: { token: () => token } }));
  onTestFinished(() => {
    for (const client of clients) client.close();
  });
  const streams = clients.map((client) => client.open(builds));
  await expect.poll(() => streams.map((stream) => stream.getSnapshot().state)).toEqual(["open", "open"]);
  const { data } = (await clients[0]?.call(createStreamTicket, { body: { stream: "builds" } })) ?? {};
  await clients[0]?.call(signOut, {});
  await expect.poll(() => hub.count("ada")).toBe(1);
  expect(await statusOf(url, bearer(mine))).toBe(401);
  expect(await statusOf(url, {}, `?ticket=${data?.ticket}`)).toBe(401);
  expect(streams[1]?.getSnapshot().state).toBe("open");
});

it("S5: a session cookie opens the stream; a page of another site cannot sign its user out with it", async () => {
  const { cookies, hub, url } = await start();
  const Cookie = cookies.begin("ada").split(";")[0] ?? "";
  expect([await statusOf(url, { Cookie }), await statusOf(url, { Cookie: "session=guessed" })]).toEqual([200, 401]);
  const leave = (headers: Readonly<Record<string, string>>) =>
    fetch(`${url}${signOut.path}`, { method: "POST", headers: { Cookie, ...headers } });
  expect((await leave({ Origin: "https://evil.example.com" })).status).toBe(403);
  expect(await statusOf(url, { Cookie })).toBe(200);
  expect((await leave({ Origin: url })).status).toBe(200);
  expect(await statusOf(url, { Cookie })).toBe(401);
  await expect.poll(() => hub.countAll()).toBe(0);
});
