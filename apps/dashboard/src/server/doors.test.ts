import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { sampleUsers } from "@tidings/contracts/auth";
import { startServer, temporaryDirectory } from "@tidings/services";
import { describe, expect, it } from "vitest";
import { dashboardOrders, dashboardStream, signIn, signOut, whoAmI } from "../contract.ts";
import { startDashboard } from "./testing/start-dashboard.ts";

/** Nobody listens there: what is refused at the door never gets that far. */
const NO_API = "http://127.0.0.1:9";
const json = { "Content-Type": "application/json" };
const post = (body: BodyInit, headers: Readonly<Record<string, string>> = json): RequestInit => ({
  method: "POST",
  headers,
  body,
});

describe("S11.2: what cannot be served is refused as the API refuses it, in words and without an entry in the log", () => {
  const refusals: readonly (readonly [number, string, RequestInit])[] = [
    [413, signIn.path, post(JSON.stringify({ email: "x".repeat(20_000), password: "x" }))],
    [415, signIn.path, post("email=x", { "Content-Type": "text/plain" })],
    [415, signIn.path, post("{}", { "Content-Type": "application/json; charset=koi8-r" })],
    [415, signIn.path, post("{}", { ...json, "Content-Encoding": "compress" })],
    [400, signIn.path, post("{")],
    [400, signIn.path, post("{}")],
    [400, signIn.path, post("[1]")],
    [400, `${whoAmI.path}?nobody=reads`, {}],
    [401, whoAmI.path, {}],
    [401, dashboardStream.path, {}],
    [401, dashboardOrders.path, {}],
    [404, "/api/nowhere", {}],
    [404, "/nowhere.js", { headers: { Accept: "*/*;q=0.1, text/javascript" } }],
    [404, "/%E0%A4%A", { headers: { Accept: "application/json" } }],
    [404, "/", { method: "POST" }],
    [405, dashboardStream.path, { method: "POST" }],
    [405, dashboardStream.path, { method: "DELETE" }],
    [412, "/page.js", { headers: { "If-Match": '"another"' } }],
    [416, "/page.js", { headers: { Range: "bytes=999-" } }],
  ];

  it.each(refusals)("%i %s", async (status, path, init) => {
    using page = temporaryDirectory();
    writeFileSync(join(page.path, "page.js"), "1");
    await using dashboard = await startDashboard(NO_API, { pageDir: page.path });
    const response = await fetch(`${dashboard.url}${path}`, init);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const body = (await response.json()) as { success: boolean; errors: string[] };
    expect(body).toEqual({ success: false, errors: expect.arrayContaining([expect.stringMatching(/\w/)]) });
    expect(dashboard.lines.filter((line) => line.includes("request failed"))).toEqual([]);
  });

  it("502 where the API cannot be reached", async () => {
    await using dashboard = await startDashboard(NO_API);
    const response = await dashboard.enter(sampleUsers.admin.email);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ success: false, errors: [dashboardOrders.errors[502]] });
  });

  it("what is no HTTP", async () => {
    await using dashboard = await startDashboard(NO_API);
    const socket = connect(Number(new URL(dashboard.url).port), "127.0.0.1");
    socket.write("nonsense\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"success":false/);
  });
});

it("S5.3: a page of another origin neither signs in nor out, whatever the browser says of it", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  const { admin } = sampleUsers;
  const foreign = [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none", Origin: "https://evil.example" },
  ];
  const own = await dashboard.enter(admin.email, undefined, { Origin: dashboard.url, "Sec-Fetch-Site": "same-origin" });
  expect(own.status).toBe(200);
  const cookie = own.headers.get("set-cookie")?.split(";")[0] ?? "";
  for (const headers of foreign) {
    const entered = await dashboard.enter(admin.email, undefined, headers as Record<string, string>);
    expect([headers, entered.status, entered.headers.get("set-cookie")]).toEqual([headers, 403, null]);
    const left = await fetch(`${dashboard.url}${signOut.path}`, {
      method: "POST",
      headers: { ...(headers as Record<string, string>), cookie },
    });
    expect([headers, left.status]).toEqual([headers, 403]);
  }
  expect((await fetch(`${dashboard.url}${whoAmI.path}`, { headers: { cookie } })).status).toBe(200);
});

it("S14.4: eleven wrong passwords from one address keep nobody else out, also where the API trusts no proxy", async () => {
  await using api = await startServer({ env: { FAILED_LOGINS_PER_15_MINUTES: "10" } });
  await using dashboard = await startDashboard(api.url, { trustProxy: 1 });
  const { admin } = sampleUsers;
  const from = (address: string) => ({ "X-Forwarded-For": address });
  const statuses = [];
  for (let attempt = 0; attempt < 11; attempt += 1) {
    const refused = await dashboard.enter(admin.email, "guessed", from("203.0.113.1"));
    statuses.push(refused.status);
    if (refused.status === 429) expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429, 429, 429]);
  expect((await dashboard.enter(admin.email, undefined, from("203.0.113.1"))).status).toBe(429);
  expect((await dashboard.enter(admin.email, undefined, from("203.0.113.2"))).status).toBe(200);
  expect((await dashboard.enter(admin.email, undefined, from("[2001:db8::1]:4711"))).status).toBe(200);
});

it("S14.3: the API counts by the reader's address where it trusts the dashboard", async () => {
  await using api = await startServer({
    env: { FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS: "3", TRUST_PROXY: "127.0.0.1" },
  });
  await using dashboard = await startDashboard(api.url, { trustProxy: 1 });
  const from = (address: string) => ({ "X-Forwarded-For": address });
  for (const name of ["a", "b", "c"]) await dashboard.enter(`${name}@example.com`, "x", from("203.0.113.1"));
  expect((await dashboard.enter("d@example.com", "x", from("203.0.113.1"))).status).toBe(429);
  expect((await dashboard.enter(sampleUsers.admin.email, undefined, from("203.0.113.2"))).status).toBe(200);
});

it("S12.4: who is no admin any more is sent nothing from the dashboard's memory, and is signed out of it", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  using browser = await dashboard.browser();
  const stream = browser.open();
  await expect.poll(() => browser.seen).toContain("upstream live");
  const position = await dashboard.hub.head();
  stream.close();
  await expect.poll(() => dashboard.hub.countAll()).toBe(0);
  const database = new DatabaseSync(join(api.dataDir, "tidings.db"));
  database.exec(`UPDATE users SET role = 'user' WHERE email = '${sampleUsers.admin.email}'`);
  database.close();
  const headers = { cookie: browser.cookie, "Last-Event-ID": position };
  const refused = await fetch(`${dashboard.url}${dashboardStream.path}`, { headers });
  expect(refused.status).toBe(401);
  expect(await refused.text()).not.toContain("data:");
  expect((await fetch(`${dashboard.url}${whoAmI.path}`, { headers })).status).toBe(401);
});

it("S12.4: a stream is not opened where the API cannot be asked", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  using browser = await dashboard.browser();
  await api.kill("SIGKILL");
  const refused = await fetch(`${dashboard.url}${dashboardStream.path}`, { headers: { cookie: browser.cookie } });
  expect(refused.status).toBe(502);
  expect(dashboard.hub.countAll()).toBe(0);
});

it("W13.1: HEAD of the stream has the headers of a GET, makes no connection to a browser and none to the API", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  using browser = await dashboard.browser();
  const address = `${dashboard.url}${dashboardStream.path}`;
  const head = await fetch(address, { method: "HEAD", headers: { cookie: browser.cookie } });
  expect(head.status).toBe(200);
  expect(dashboard.hub.countAll()).toBe(0);
  expect(api.output).not.toContain("stream opened");
  const abort = new AbortController();
  const stream = await fetch(address, { headers: { cookie: browser.cookie }, signal: abort.signal });
  const lasting = ([name]: [string, string]) => !["date", "connection", "keep-alive"].includes(name);
  expect([...head.headers].filter(lasting)).toEqual([...stream.headers].filter(lasting));
  expect(stream.headers.get("x-content-type-options")).toBe("nosniff");
  abort.abort();
});

it("D18.3: closes with browsers that do not read", async () => {
  await using api = await startServer();
  const dashboard = await startDashboard(api.url);
  using browser = await dashboard.browser();
  const socket = connect(Number(new URL(dashboard.url).port), "127.0.0.1");
  socket.write(`GET ${dashboardStream.path} HTTP/1.1\r\nHost: x\r\nCookie: ${browser.cookie}\r\n\r\n`);
  await once(socket, "readable");
  await dashboard.close();
  await dashboard.close();
  expect(dashboard.server.listening).toBe(false);
  socket.destroy();
});
