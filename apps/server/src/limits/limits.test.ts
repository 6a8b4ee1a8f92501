import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";

const { ada, grace, admin } = sampleUsers;
const stream = "/api/orders/stream";

async function expectTooMany(response: Response, words: RegExp): Promise<void> {
  expect(response.status).toBe(429);
  const seconds = Number(response.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);
  const body = (await response.json()) as { success: boolean; errors: string[] };
  expect(body).toEqual({ success: false, errors: [expect.stringMatching(words)] });
  // The words and the header say the same.
  expect(body.errors[0]).toContain(`in ${seconds} s`);
}

function signIn(server: TestServer, email: string, password: string): Promise<Response> {
  return server.fetch("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
}

it("S14.1: attempts to open a stream are limited by address, good ones and bad ones alike", async () => {
  await using server = await startServer({ env: { CONNECTS_PER_MINUTE_PER_ADDRESS: "2" } });
  const token = await server.signIn(ada.email);
  expect((await server.fetch(`${stream}?token=wrong`)).status).toBe(401);
  expect((await server.open(`${stream}?token=${token}`)).response.status).toBe(200);
  const refused = await server.fetch(`${stream}?token=${token}`);
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  await expectTooMany(refused, /^Too many streams were opened from this address/);
});

it("S9.1: streams open at a time are capped by address", async () => {
  await using server = await startServer({ env: { MAX_CONNECTIONS_PER_ADDRESS: "1" } });
  await server.open(`${stream}?token=${await server.signIn(ada.email)}`);
  const refused = await server.fetch(`${stream}?token=${await server.signIn(grace.email)}`);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
  expect(await refused.json()).toEqual({
    success: false,
    errors: ["Too many open streams from this address; try again later"],
  });
});

it("S9.4, S9.5: behind a proxy that is trusted, the reader's address counts, /64 of IPv6 as one", async () => {
  await using server = await startServer({ env: { TRUST_PROXY: "1", MAX_CONNECTIONS_PER_ADDRESS: "1" } });
  const token = await server.signIn(ada.email);
  const from = async (address: string) =>
    (await server.open(`${stream}?token=${token}`, { headers: { "X-Forwarded-For": address } })).response.status;
  expect(await from("192.0.2.1")).toBe(200);
  expect(await from("192.0.2.2")).toBe(200);
  expect(await from("192.0.2.1")).toBe(429);
  // Some proxies write the reader's port beside it, and another for every connection.
  expect(await from("192.0.2.1:4711")).toBe(429);
  expect(await from('"192.0.2.1:4712"')).toBe(429);
  expect(await from("::ffff:192.0.2.1")).toBe(429);
  expect(await from("203.0.113.1:4713")).toBe(200);
  expect(await from("203.0.113.1")).toBe(429);
  // What the reader itself wrote in front does not count.
  expect(await from("198.51.100.9, 192.0.2.1")).toBe(429);
  expect(await from("2001:db8:0:7::1")).toBe(200);
  expect(await from("2001:db8:0:7:ffff::2")).toBe(429);
  expect(await from("[2001:db8:0:7::3]")).toBe(429);
  expect(await from("[2001:db8:0:7::3]:4711")).toBe(429);
  expect(await from("2001:db8:0:7::4%eth0")).toBe(429);
  expect(await from("2001:db8:0:8::1")).toBe(200);
  expect(server.logged.join("")).not.toContain("set TRUST_PROXY");
});

it("S9.5: what a trusted proxy writes and is no address counts as the proxy's own, all of it as one", async () => {
  await using server = await startServer({ env: { TRUST_PROXY: "1", MAX_CONNECTIONS_PER_ADDRESS: "1" } });
  const token = await server.signIn(ada.email);
  const statuses = [];
  for (const address of ["unknown", "_hidden", "garbage", "203.0.113.7:", "[::1", "203.0.113.256", ",", ""]) {
    const headers = { "X-Forwarded-For": address };
    statuses.push((await server.open(`${stream}?token=${token}`, { headers })).response.status);
  }
  expect(statuses).toEqual([200, 429, 429, 429, 429, 429, 429, 429]);
  expect([...server.backend.hub.connections()].map(({ address }) => address)).toEqual(["127.0.0.1"]);
});

it("S9.5: a proxy that is trusted by its address is known with a port beside it, too", async () => {
  const env = { TRUST_PROXY: "loopback, 10.0.0.0/8, 2001:db8:a::/48", MAX_CONNECTIONS_PER_ADDRESS: "1" };
  await using server = await startServer({ env });
  const token = await server.signIn(ada.email);
  const from = async (forwarded: string) =>
    (await server.open(`${stream}?token=${token}`, { headers: { "X-Forwarded-For": forwarded } })).response.status;
  expect(await from("198.51.100.1, 192.0.2.1, 10.0.0.5:8080")).toBe(200);
  expect(await from("198.51.100.2, 192.0.2.1:99, [2001:db8:a::5]:8080, 10.0.0.6")).toBe(429);
  expect(await from("198.51.100.3, unknown, 10.0.0.6")).toBe(200);
  expect([...server.backend.hub.connections()].map(({ address }) => address)).toEqual(["192.0.2.1", "127.0.0.1"]);
});

it("S9.5: the header of a proxy that is not trusted changes nothing, and a warning says so once", async () => {
  await using server = await startServer({ env: { MAX_CONNECTIONS_PER_ADDRESS: "1" } });
  const token = await server.signIn(ada.email);
  const statuses = [];
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) {
    const reader = await server.open(`${stream}?token=${token}`, { headers: { "X-Forwarded-For": address } });
    statuses.push(reader.response.status);
  }
  expect(statuses).toEqual([200, 429, 429]);
  expect(server.logged.filter((line) => line.includes("set TRUST_PROXY"))).toHaveLength(1);
});

it("S14.2: writes are limited by user, by cookie, bearer and query token together, tickets too; reading is not", async () => {
  await using server = await startServer({ env: { WRITES_PER_MINUTE_PER_USER: "3" } });
  const token = await server.signIn(admin.email);
  const order = `/api/orders/${sampleOrders[0].id}/status`;
  const body = JSON.stringify({ order_status: "Preparing" });
  const write = (path: string, headers: Record<string, string>) =>
    server.fetch(path, { method: "PATCH", headers: { "Content-Type": "application/json", ...headers }, body });
  expect((await write(order, { Cookie: `jwt=${token}`, Origin: server.url })).status).toBe(200);
  expect((await write(`${order}?token=${token}`, {})).status).toBe(200);
  expect((await server.call(token, "POST", "/api/stream-tickets", { stream: "orders" })).status).toBe(201);
  await expectTooMany(await write(order, { Authorization: `Bearer ${token}` }), /^Too many changes/);
  expect((await server.call(token, "GET", "/api/orders")).status).toBe(200);
  const other = await server.signIn(ada.email);
  expect((await server.call(other, "POST", "/api/stream-tickets", { stream: "orders" })).status).toBe(201);
  // Whoever may not write any more may still sign out.
  expect((await server.call(token, "POST", "/api/auth/logout")).status).toBe(200);
});

it("S14.2: reads are limited by user, whatever is read and whatever carried the token; writing is not, nor is signing out", async () => {
  await using server = await startServer({ env: { READS_PER_MINUTE_PER_USER: "3" } });
  const token = await server.signIn(ada.email);
  expect((await server.call(token, "GET", "/api/orders")).status).toBe(200);
  expect((await server.fetch("/api/auth/me", { headers: { Cookie: `jwt=${token}` } })).status).toBe(200);
  expect((await server.fetch(`/api/orders/nowhere?token=${token}`)).status).toBe(404);
  await expectTooMany(await server.call(token, "GET", "/api/chat/conversations"), /^Too many requests/);
  expect((await server.call(token, "HEAD", "/api/auth/me")).status).toBe(429);
  expect((await server.call(token, "POST", "/api/stream-tickets", { stream: "orders" })).status).toBe(201);
  expect((await server.open(`${stream}?token=${token}`)).response.status).toBe(200);
  expect((await server.call(await server.signIn(grace.email), "GET", "/api/orders")).status).toBe(200);
  expect((await server.call(token, "POST", "/api/auth/logout")).status).toBe(200);
});

it("S14.3: sign-ins with invented emails are limited by address; the right password gets in from elsewhere", async () => {
  const env = { TRUST_PROXY: "1", FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS: "5" };
  await using server = await startServer({ env });
  const from = (address: string, email: string, password: string) =>
    server.fetch("/api/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
      body: JSON.stringify({ email, password }),
    });
  const flood = await Promise.all(
    Array.from({ length: 16 }, (_, at) => from("192.0.2.1:4711", `invented-${at}@example.com`, "wrong")),
  );
  expect(flood.filter(({ status }) => status === 401)).toHaveLength(5);
  await expectTooMany(await from("192.0.2.1", ada.email, "tidings-demo"), /^Too many failed attempts to sign in/);
  expect((await from("192.0.2.2", ada.email, "tidings-demo")).status).toBe(200);
});

it("S14.4: an email that others failed with from everywhere is not closed to its owner", async () => {
  const env = { TRUST_PROXY: "1", FAILED_LOGINS_PER_15_MINUTES_PER_EMAIL: "3" };
  await using server = await startServer({ env });
  const from = (address: string, password: string) =>
    server.fetch("/api/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
      body: JSON.stringify({ email: ada.email, password }),
    });
  for (let at = 1; at <= 20; at += 1) expect((await from(`192.0.2.${at}`, "wrong")).status).toBe(401);
  // Each address has two tries left.
  expect((await from("192.0.2.20", "wrong")).status).toBe(401);
  await expectTooMany(await from("192.0.2.20", "tidings-demo"), /^Too many failed attempts to sign in/);
  expect((await from("203.0.113.1", "mistyped")).status).toBe(401);
  expect((await from("203.0.113.1", "tidings-demo")).status).toBe(200);
});

it("S14.3: failed sign-ins are limited by address and email, however it is written; the right password is not tried then", async () => {
  await using server = await startServer({ env: { FAILED_LOGINS_PER_15_MINUTES: "2" } });
  expect((await signIn(server, ada.email, "wrong")).status).toBe(401);
  expect((await signIn(server, ` ${ada.email.toUpperCase()} `, "wrong")).status).toBe(401);
  const refused = await signIn(server, ada.email, "tidings-demo");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(880);
  await expectTooMany(refused, /^Too many failed attempts to sign in/);
  expect((await signIn(server, grace.email, "tidings-demo")).status).toBe(200);
});

it("S14.3, S14.5: who signs in well has all attempts again, and guesses at the same moment are counted too", async () => {
  await using server = await startServer({ env: { FAILED_LOGINS_PER_15_MINUTES: "3" } });
  for (let round = 0; round < 3; round += 1) {
    await signIn(server, ada.email, "wrong");
    await signIn(server, ada.email, "wrong");
    expect((await signIn(server, ada.email, "tidings-demo")).status).toBe(200);
  }
  const guesses = await Promise.all(Array.from({ length: 8 }, () => signIn(server, grace.email, "wrong")));
  expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429, 429, 429, 429]);
});
