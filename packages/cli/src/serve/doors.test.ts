import { expect, it } from "vitest";
import { listenTo } from "../testing/listen-to.ts";
import { startHub } from "../testing/start-hub.ts";
import { SECRET, token } from "../testing/token.ts";

it("S1.1: a token opens the topics of its claim and no others; without one nothing opens that is not public", async () => {
  const { url } = await startHub({ cookie: "session", tokens: { secret: SECRET } });
  const open = async (path: string, claims?: object, made?: { alg?: string; secret?: string }) => {
    const headers = claims === undefined ? {} : { Authorization: `Bearer ${token(claims, made)}` };
    const { response } = await listenTo(`${url}${path}`, headers);
    return response.status;
  };
  const all = { topics: ["secrets/*"] };
  const cases: [string, object | undefined, number][] = [
    ["/secrets", undefined, 401],
    ["/secrets", {}, 403],
    ["/secrets", { topics: "secrets/a" }, 403],
    ["/secrets", { topics: [7] }, 403],
    ["/secrets", { topics: ["builds/a", "secrets/", "*"] }, 403],
    ["/secrets", { topics: ["secrets/a"] }, 200],
    ["/secrets?topic=a", { topics: ["secrets/a"] }, 200],
    ["/secrets?topic=b", { topics: ["secrets/a"] }, 403],
    ["/secrets?topic=a", { topics: ["secrets/a*"] }, 403],
    ["/secrets", all, 400],
    ["/secrets?topic=a", all, 200],
    ["/secrets?topic=*", all, 400],
    ["/secrets?topic=a&topic=b", all, 400],
    ["/secrets?topik=a", { topics: ["secrets/a"] }, 400],
    ["/secrets", { ...all, exp: 1 }, 401],
    ["/secrets", { ...all, exp: undefined }, 401],
    ["/secrets", { ...all, sub: undefined }, 401],
    ["/secrets", { ...all, sub: "" }, 401],
    ["/builds", { exp: 1 }, 401],
    ["/builds", {}, 200],
    ["/nothing", undefined, 404],
  ];
  for (const [path, claims, status] of cases)
    expect(await open(path, claims), JSON.stringify([path, claims])).toBe(status);
  expect(await open("/secrets?topic=a", all, { alg: "none" })).toBe(401);
  expect(await open("/secrets?topic=a", all, { secret: `${SECRET}!` })).toBe(401);
  const byCookie = await listenTo(`${url}/secrets?topic=a`, { Cookie: `a=b; session=${token(all)}` });
  expect(byCookie.response.status).toBe(200);
});

const guarded = { cookie: "session", tokens: { secret: SECRET } };
const all = { topics: ["secrets/*"] };
const bearer = (claims: object) => ({ Authorization: `Bearer ${token(claims)}` });

/** Asks for a ticket. */
async function ask(url: string, headers: Record<string, string>, stream = "secrets", path = "/ticket") {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ stream }),
  });
  const text = await response.text();
  const [, ticket = ""] = /"ticket":"([^"]+)"/.exec(text) ?? [];
  return { status: response.status, retryAfter: response.headers.get("retry-after"), ticket, text };
}

/** The status of a stream that is opened with a ticket. */
async function openBy(url: string, ticket: string, path = "/secrets?topic=a", headers: Record<string, string> = {}) {
  return (await listenTo(`${url}${path}&ticket=${ticket}`, headers)).response.status;
}

it.each(["/ticket", "/api/stream-tickets"])(
  "S13.1: a ticket of %s opens its stream once, as its token would",
  async (path) => {
    const { url } = await startHub(guarded);
    const { status, ticket, text } = await ask(url, bearer({ topics: ["secrets/a"] }), "secrets", path);
    expect([status, text]).toEqual([201, expect.stringMatching(/"expiresAt":"[\d-]+T[\d:.]+Z"/)]);
    expect(await openBy(url, ticket)).toBe(200);
    expect(await openBy(url, ticket)).toBe(401);
    const narrow = await ask(url, bearer({ topics: ["secrets/a"] }));
    expect(await openBy(url, narrow.ticket, "/secrets?topic=b")).toBe(403);
  },
);

it("S13.1, S13.4: a ticket is worth nothing at another stream, beside another user's token, or where it is none", async () => {
  const { url } = await startHub(guarded);
  const one = await ask(url, bearer(all));
  expect(await openBy(url, one.ticket, "/builds?topic=a")).toBe(401);
  expect(await openBy(url, one.ticket)).toBe(401);
  const two = await ask(url, bearer(all));
  expect(await openBy(url, two.ticket, undefined, bearer({ ...all, sub: "grace" }))).toBe(401);
  const three = await ask(url, bearer(all));
  expect(await openBy(url, three.ticket, undefined, bearer(all))).toBe(200);
  for (const none of ["", "x"]) expect(await openBy(url, none)).toBe(401);
});

it("S13.2: a ticket is the token's: none without one, none of a stream that there is not", async () => {
  const { url } = await startHub(guarded);
  expect(await ask(url, {})).toMatchObject({ status: 401, text: expect.stringContaining("Authorization: Bearer") });
  expect(await ask(url, bearer({ exp: 1 }))).toMatchObject({ status: 401 });
  expect(await ask(url, bearer(all), "nothing")).toMatchObject({
    status: 400,
    text: expect.stringContaining("the contract has builds, secrets"),
  });
  const wrong = await fetch(`${url}/ticket`);
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  const query = await fetch(`${url}/ticket?token=x`, { method: "POST", headers: bearer(all) });
  expect(query.status).toBe(400);
  const open = await startHub();
  expect(await ask(open.url, bearer(all))).toMatchObject({ text: expect.stringContaining("takes no tokens") });
});

it("S5.2: by a cookie only pages of this server and of the origins get tickets", async () => {
  const { url } = await startHub({ ...guarded, origins: ["https://app.example.com"] });
  const cookie = { Cookie: `session=${token(all)}` };
  expect((await ask(url, cookie)).status).toBe(201);
  expect((await ask(url, { ...cookie, Origin: url })).status).toBe(201);
  expect((await ask(url, { ...cookie, Origin: "https://app.example.com" })).status).toBe(201);
  const foreign = await ask(url, { ...cookie, Origin: "https://evil.example" });
  expect(foreign).toMatchObject({ status: 403, text: expect.stringContaining("--origin") });
  expect((await ask(url, { ...bearer(all), Origin: "https://evil.example" })).status).toBe(201);
});

it("S13: a token in the address is refused in words that name the ticket", async () => {
  const { url } = await startHub(guarded);
  for (const [path, headers] of [
    [`/builds?token=${token(all)}`, {}],
    [`/secrets?topic=a&token=${token(all)}`, {}],
    [`/secrets?topic=a&token=${token(all)}`, bearer(all)],
    [`/secrets?topic=a&token=`, bearer(all)],
  ] as const) {
    const response = await fetch(`${url}${path}`, { headers });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("POST /ticket");
  }
});

it("S14.1, S14.2, S14.6: streams are counted by user and by address, tickets by user, and the answer says when to come again", async () => {
  const { url } = await startHub({ ...guarded, rates: { opensPerUser: 2, opensPerAddress: 4 } });
  const open = async (claims: object) => (await listenTo(`${url}/secrets?topic=a`, bearer(claims))).response;
  for (const status of [200, 200]) expect((await open(all)).status).toBe(status);
  const refused = await fetch(`${url}/secrets?topic=a`, { headers: bearer(all) });
  expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, expect.closeTo(60, -1)]);
  expect(await refused.text()).toContain("by this user; try again in");
  for (const status of [201, 201]) expect((await ask(url, bearer(all))).status).toBe(status);
  expect(await ask(url, bearer(all))).toMatchObject({ status: 429, retryAfter: expect.any(String) });
  expect((await ask(url, bearer({ ...all, sub: "grace" }))).status).toBe(201);
  expect((await open({ ...all, sub: "grace" })).status).toBe(200);
  const fromHere = await fetch(`${url}/secrets?topic=a`, { headers: bearer({ ...all, sub: "linus" }) });
  expect(fromHere.status).toBe(429);
  expect(await fromHere.text()).toContain("from this address");
});

it("S9.4, S9.5: behind a trusted proxy the reader's address counts, an IPv6 /64 as one; else the proxy's", async () => {
  const caps = { perAddress: 1 };
  const open = async (url: string, from: string) =>
    (await listenTo(`${url}/builds`, { "X-Forwarded-For": from })).response.status;
  const trusting = await startHub({ caps, trustedProxies: ["loopback"] });
  for (const [from, status] of [
    ["203.0.113.7", 200],
    ["203.0.113.8", 200],
    ["203.0.113.7", 429],
    ["2001:db8::1", 200],
    ["2001:db8::2", 429],
    ["2001:db8:0:1::1", 200],
  ] as const) {
    expect([from, await open(trusting.url, from)]).toEqual([from, status]);
  }
  const plain = await startHub({ caps });
  expect(await open(plain.url, "203.0.113.7")).toBe(200);
  expect(await open(plain.url, "203.0.113.8")).toBe(429);
});

it("S14.2, S9.4, S9.5: behind a trusted proxy streams are counted by the reader's address, an IPv6 /64 as one", async () => {
  const rates = { opensPerUser: Number.POSITIVE_INFINITY, opensPerAddress: 1 };
  const open = async (url: string, from: string) =>
    (await listenTo(`${url}/builds`, { "X-Forwarded-For": from })).response.status;
  const trusting = await startHub({ rates, trustedProxies: ["loopback"] });
  for (const [from, status] of [
    ["203.0.113.7", 200],
    ["203.0.113.8", 200],
    ["203.0.113.7", 429],
    ["2001:db8::1", 200],
    ["2001:db8::2", 429],
  ] as const) {
    expect([from, await open(trusting.url, from)]).toEqual([from, status]);
  }
  const plain = await startHub({ rates });
  expect([await open(plain.url, "203.0.113.7"), await open(plain.url, "203.0.113.8")]).toEqual([200, 429]);
});

it("S14: what a token does not open counts for its address and not for its user", async () => {
  const { url } = await startHub({ ...guarded, rates: { opensPerUser: 1, opensPerAddress: 3 } });
  const open = async (claims: object) => (await listenTo(`${url}/secrets?topic=a`, bearer(claims))).response.status;
  expect(await open({ topics: ["secrets/b"] })).toBe(403);
  expect(await open({ ...all, exp: 1 })).toBe(401);
  expect(await open(all)).toBe(200);
  expect(await open({ ...all, sub: "grace" })).toBe(429);
});
