import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import jwt from "jsonwebtoken";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

const { ada, grace, admin } = sampleUsers;
const unauthorized = { success: false, errors: ["Not authorized, token failed"] };

function signIn(server: TestServer, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return server.fetch("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

it("POST /api/auth/login answers token and user, and sets the same token as a cookie (S5.1)", async () => {
  await using server = await startServer();
  const response = await signIn(server, { email: " Ada@Example.com ", password: "tidings-demo" });
  expect(response.status).toBe(200);
  const body = (await response.json()) as { data: { token: string } };
  expect(body).toEqual({ success: true, data: { token: expect.any(String), user: ada } });
  const cookie = response.headers.get("set-cookie") ?? "";
  expect(cookie.startsWith(`jwt=${body.data.token}; `)).toBe(true);
  expect(cookie).toMatch(/; Max-Age=43200;/);
  expect(cookie).toMatch(/; Path=\/;/);
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Lax/);
  expect(cookie).not.toMatch(/Secure/);
  expect(response.headers.get("cache-control")).toBe("no-store");
});

it("S5.1: in production the cookie travels over HTTPS only, and nobody is seeded", async () => {
  await using server = await startServer({ env: { NODE_ENV: "production", JWT_SECRET: "x".repeat(32) } });
  const refused = await signIn(server, { email: ada.email, password: "tidings-demo" });
  expect(refused.status).toBe(401);
  const response = await server.fetch("/api/auth/logout", { method: "POST" });
  expect(response.headers.get("set-cookie")).toMatch(/^jwt=; .*Secure/);
});

it.each([
  ["a wrong password", { email: ada.email, password: "wrong" }],
  ["an unknown email", { email: "nobody@example.com", password: "tidings-demo" }],
])("S10.2: %s is 401 with the same words", async (_what, body) => {
  await using server = await startServer();
  const response = await signIn(server, body);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ success: false, errors: ["Email or password is wrong"] });
  expect(response.headers.get("set-cookie")).toBeNull();
});

it.each([
  [{}, ["email is required", "password is required"]],
  [{ email: "", password: "" }, ["email is required", "password is required"]],
  [{ email: 7, password: null }, ["email must be a string", "password must be a string"]],
  [[], ["The body must be an object"]],
])("a sign-in that lacks something is 400 and says what (%j)", async (body, errors) => {
  await using server = await startServer();
  const response = await signIn(server, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ success: false, errors });
});

it("POST /api/auth/logout clears the cookie", async () => {
  await using server = await startServer();
  const response = await server.fetch("/api/auth/logout", { method: "POST" });
  expect(await response.json()).toEqual({ success: true, data: {} });
  expect(response.headers.get("set-cookie")).toMatch(/^jwt=; .*Expires=Thu, 01 Jan 1970/);
});

it("GET /api/auth/me answers who the token says, by cookie, bearer or query (S1.1)", async () => {
  await using server = await startServer();
  const token = await server.signIn(grace.email);
  const ways: [string, RequestInit][] = [
    ["/api/auth/me", { headers: { Cookie: `theme=dark; jwt=${token}` } }],
    ["/api/auth/me", { headers: { Authorization: `Bearer ${token}` } }],
    [`/api/auth/me?token=${token}`, {}],
  ];
  for (const [path, init] of ways) {
    const response = await server.fetch(path, init);
    expect(await response.json()).toEqual({ success: true, data: grace });
  }
});

it("cookie, bearer and query token each open the stream (S1.1)", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const opened = [
    await server.open("/api/orders/stream", { headers: { Cookie: `jwt=${token}` } }),
    await server.open("/api/orders/stream", { headers: { Authorization: `Bearer ${token}` } }),
    await server.open(`/api/orders/stream?token=${encodeURIComponent(token)}`),
  ];
  for (const stream of opened) expect((await stream.next()).data.message).toBe("SSE connected");
});

it("S1.1: the first credential found decides: a bad cookie is not made good by a good bearer or query token", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const response = await server.fetch(`/api/auth/me?token=${token}`, {
    headers: { Cookie: "jwt=stale", Authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(401);
  const both = { Cookie: `jwt=${token}`, Authorization: `Bearer ${await server.signIn(grace.email)}` };
  expect(await (await server.fetch("/api/auth/me", { headers: both })).json()).toMatchObject({ data: ada });
});

it("S1.1: a cookie that failed is cleared, so that it does not keep a good token out for ever", async () => {
  await using server = await startServer();
  const stale = await server.fetch("/api/auth/me", { headers: { Cookie: "jwt=stale" } });
  expect(stale.headers.get("set-cookie")).toMatch(/^jwt=; /);
  const wrong = await server.fetch("/api/auth/me", { headers: { Authorization: "Bearer wrong" } });
  expect(wrong.headers.get("set-cookie")).toBeNull();
});

it("S2.1, S2.2: an expired token, `none`, another key, another algorithm and no end are 401 at every address", async () => {
  await using server = await startServer();
  const good = await server.signIn(ada.email);
  const { sub } = jwt.decode(good) as { sub: string };
  const secret = "tidings-development-secret-not-for-production";
  const bad = [
    jwt.sign({ sub }, secret, { expiresIn: -1 }),
    jwt.sign({ sub, exp: 4_102_444_800 }, null, { algorithm: "none" }),
    jwt.sign({ sub }, "another secret of 32 characters..", { expiresIn: 60 }),
    jwt.sign({ sub }, secret, { expiresIn: 60, algorithm: "HS384" }),
    jwt.sign({ sub }, secret),
    jwt.sign({ sub: "nobody" }, secret, { expiresIn: 60 }),
  ];
  for (const token of bad) {
    for (const path of ["/api/orders/stream", "/api/orders", "/api/auth/me"]) {
      for (const headers of [{ Cookie: `jwt=${token}` }, { Authorization: `Bearer ${token}` }]) {
        const response = await server.fetch(path, { headers });
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toBe("Bearer");
        expect(await response.json()).toEqual(unauthorized);
      }
      expect((await server.fetch(`${path}?token=${token}`)).status).toBe(401);
    }
  }
});

it("a user who was disabled or deleted is refused, whatever the token says", async () => {
  await using server = await startServer();
  const [first, second] = [await server.signIn(ada.email), await server.signIn(grace.email)];
  await writeFromOutside(
    server.config.dataDir,
    "UPDATE users SET disabled_at = '2026-01-01T00:00:00.000Z' WHERE email = 'ada@example.com'",
    // Whatever the seed gave anybody: a user with belongings cannot be deleted.
    ...["orders", "conversations", "records", "prescriptions", "appointments"].map((table) => `DELETE FROM ${table}`),
    "DELETE FROM users WHERE email = 'grace@example.com'",
  );
  expect((await server.call(first, "GET", "/api/auth/me")).status).toBe(401);
  expect((await server.call(second, "GET", "/api/auth/me")).status).toBe(401);
  expect((await signIn(server, { email: ada.email, password: "tidings-demo" })).status).toBe(401);
});

it("the database and not the token says who is an admin", async () => {
  await using server = await startServer();
  const token = await server.signIn(admin.email);
  await writeFromOutside(server.config.dataDir, "UPDATE users SET role = 'user' WHERE email = 'admin@example.com'");
  expect((await server.call(token, "GET", "/api/orders?scope=all")).status).toBe(403);
});

it("D11: a stream's greeting comes on time even when its token is about to end, and the stream ends before it", async () => {
  await using server = await startServer({ env: { JWT_TTL_S: "2", HEARTBEAT_MS: "20" } });
  const stream = await server.open(`/api/orders/stream?token=${await server.signIn(ada.email)}`);
  expect((await stream.next()).type).toBe("connected");
  expect(await stream.next()).toMatchObject({ type: "ending", data: { reason: "expired" } });
  await stream.ended;
});

it("S7: no log line contains a token, a cookie or a password, at any level", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  await signIn(server, { email: ada.email, password: "hunter2-secret" });
  await server.fetch("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"password":"hunter2-secret',
  });
  await server.fetch(`/api/auth/me?token=${token}`);
  await server.fetch(`/api/auth/me?x=1&%74oken=${token}&TOKEN=${token}&ticket=${token}`);
  await server.fetch(`/nowhere?token=${token}`);
  await server.fetch("/api/auth/me", { headers: { Cookie: `jwt=${token}` } });
  await server.fetch("/api/auth/me", { headers: { Referer: `http://x/?token=${token}` } });
  await server.call(token, "PATCH", `/api/orders/${sampleOrders[0].id}/status`, { order_status: "Cancelled" });
  const stream = await server.open(`/api/orders/stream?token=${token}&lastEventId=x`);
  await stream.next();
  stream.close();
  await server.backend.close();

  const log = server.logged.join("");
  expect(log).toContain('"url":"/api/auth/me?token=[redacted]"');
  expect(log).toContain("stream opened");
  // The signature alone would do to find a token cut in pieces.
  expect(log).not.toContain(token.split(".")[2]);
  expect(log).not.toContain("hunter2");
  expect(log).not.toContain("tidings-demo");
});
