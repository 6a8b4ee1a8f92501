import { sampleUsers } from "@tidings/contracts/auth";
import jwt from "jsonwebtoken";
import { expect, it } from "vitest";
import type { EventReader } from "../testing/event-reader.ts";
import { startServer, type TestServer, temporaryDirectory } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

const { ada, grace, admin } = sampleUsers;
const path = "/api/orders/stream";
const SECRET = "tidings-development-secret-not-for-production";

async function openWith(server: TestServer, token: string): Promise<EventReader> {
  const stream = await server.open(path, { headers: { Authorization: `Bearer ${token}` } });
  await stream.next();
  return stream;
}

async function endsRevoked(stream: EventReader): Promise<void> {
  expect(await stream.next()).toMatchObject({ type: "ending", data: { reason: "revoked" } });
  await stream.ended;
}

it("S12.1, S12.2: signing out revokes the token and ends its streams at once, and no other session's", async () => {
  await using server = await startServer();
  const [first, second] = [await server.signIn(ada.email), await server.signIn(ada.email)];
  const [here, hereToo, there] = [
    await openWith(server, first),
    await openWith(server, first),
    await openWith(server, second),
  ];
  expect((await server.call(first, "POST", "/api/auth/logout")).status).toBe(200);
  await endsRevoked(here);
  await endsRevoked(hereToo);
  expect((await server.call(first, "GET", "/api/auth/me")).status).toBe(401);
  expect((await server.fetch(`${path}?token=${first}`)).status).toBe(401);
  expect((await server.call(second, "GET", "/api/auth/me")).status).toBe(200);
  expect(server.backend.hub.count(ada.id)).toBe(1);
  expect(there.pending()).toEqual([]);
});

it("S12.1: signing out by cookie revokes too, and clears it; a stream opened by a ticket is of the same session", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const made = await server.call(token, "POST", "/api/stream-tickets", { stream: "orders" });
  const { data } = (await made.json()) as { data: { ticket: string } };
  const stream = await server.open(`${path}?ticket=${data.ticket}`);
  await stream.next();
  const response = await server.fetch("/api/auth/logout", {
    method: "POST",
    headers: { Cookie: `jwt=${token}`, Origin: server.url },
  });
  expect(response.headers.get("set-cookie")).toMatch(/^jwt=; /);
  await endsRevoked(stream);
  const cookie = await server.fetch("/api/auth/me", { headers: { Cookie: `jwt=${token}` } });
  expect(cookie.status).toBe(401);
});

it("S12.1: signing out twice, without a token or with a bad one is harmless", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  for (const used of [token, token, "wrong"]) {
    expect((await server.call(used, "POST", "/api/auth/logout")).status).toBe(200);
  }
  expect((await server.fetch("/api/auth/logout", { method: "POST" })).status).toBe(200);
  expect((await server.call(await server.signIn(ada.email), "GET", "/api/auth/me")).status).toBe(200);
});

it("S12.1: a revoked token stays revoked over a restart, and is forgotten when it would have died anyway", async () => {
  using directory = temporaryDirectory();
  let token: string;
  {
    await using server = await startServer({ dataDir: directory.path });
    token = await server.signIn(ada.email);
    await server.call(token, "POST", "/api/auth/logout");
  }
  await writeFromOutside(directory.path, "INSERT INTO revoked_sessions VALUES ('long gone', 'nobody', 1)");
  await using server = await startServer({ dataDir: directory.path });
  expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(401);
  await server.call(await server.signIn(ada.email), "POST", "/api/auth/logout");
  // Fails where the row is still there.
  await writeFromOutside(directory.path, "INSERT INTO revoked_sessions VALUES ('long gone', 'nobody', 1)");
});

it("S12.2: a token of another issuer that has no jti is revoked by itself as well", async () => {
  await using server = await startServer();
  const sign = (nonce: number) => jwt.sign({ sub: ada.id, nonce }, SECRET, { expiresIn: 60 });
  await server.call(sign(1), "POST", "/api/auth/logout");
  expect((await server.call(sign(1), "GET", "/api/auth/me")).status).toBe(401);
  expect((await server.call(sign(2), "GET", "/api/auth/me")).status).toBe(200);
});

it.each([
  ["disabled", `UPDATE users SET disabled_at = '2026-01-01T00:00:00.000Z' WHERE id = '${admin.id}'`, 401],
  ["given another role", `UPDATE users SET role = 'user' WHERE id = '${admin.id}'`, 200],
  ["given another id", `PRAGMA foreign_keys = OFF; UPDATE users SET id = 'somebody' WHERE id = '${admin.id}'`, 401],
  ["deleted", `DELETE FROM orders WHERE user_id = '${admin.id}'; DELETE FROM users WHERE id = '${admin.id}'`, 401],
])(
  "S12.4: a user who is %s straight in the database loses every open stream, and nobody else does",
  async (_what, sql, status) => {
    await using server = await startServer();
    const token = await server.signIn(admin.email);
    const streams = [await openWith(server, token), await openWith(server, await server.signIn(admin.email))];
    const other = await openWith(server, await server.signIn(grace.email));
    await writeFromOutside(server.config.dataDir, sql);
    for (const stream of streams) await endsRevoked(stream);
    expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(status);
    expect([server.backend.hub.count(admin.id), server.backend.hub.count(grace.id)]).toEqual([0, 1]);
    expect(other.pending()).toEqual([]);
  },
);

it("S12.4: what does not touch a user's rights ends nothing", async () => {
  await using server = await startServer();
  const stream = await openWith(server, await server.signIn(ada.email));
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE users SET name = 'Countess', role = 'user', disabled_at = NULL WHERE id = '${ada.id}'`,
    `UPDATE orders SET order_status = 'Preparing' WHERE order_code = 'ORD-A7X3B2'`,
  );
  expect((await stream.next()).type).toBe("order_status_update");
});

it("S12.3: where signing out cannot be stored the streams end and the token is refused all the same, and the answer says so", async () => {
  await using server = await startServer();
  const [token, other] = [await server.signIn(ada.email), await server.signIn(grace.email)];
  const [stream, theirs] = [await openWith(server, token), await openWith(server, other)];
  const failing =
    "CREATE TRIGGER failing BEFORE INSERT ON revoked_sessions BEGIN SELECT RAISE(ABORT, 'disk full'); END";
  await writeFromOutside(server.config.dataDir, failing);
  const cookie = { Cookie: `jwt=${token}`, Origin: server.url };
  const refused = await server.fetch("/api/auth/logout", { method: "POST", headers: cookie });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(refused.headers.get("set-cookie")).toMatch(/^jwt=; /);
  expect(await refused.json()).toEqual({
    success: false,
    errors: ["You are signed out, but it could not be stored and a restart would undo it; sign out again shortly"],
  });
  await endsRevoked(stream);
  expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(401);
  expect((await server.fetch(`${path}?token=${token}`)).status).toBe(401);
  expect(theirs.pending()).toEqual([]);

  await writeFromOutside(server.config.dataDir, "DROP TRIGGER failing");
  // Anybody's next sign-out stores what could not be stored.
  expect((await server.call(other, "POST", "/api/auth/logout")).status).toBe(200);
  await writeFromOutside(
    server.config.dataDir,
    // Fails where one is missing.
    "CREATE TABLE proof (n INTEGER CHECK (n = 2)); INSERT INTO proof SELECT count(*) FROM revoked_sessions",
  );
});

it("S12.2: a session of another user that has the same jti lives on", async () => {
  await using server = await startServer();
  const sign = (sub: string) => jwt.sign({ sub }, SECRET, { expiresIn: 60, jwtid: "1" });
  const [mine, theirs] = [sign(ada.id), sign(grace.id)];
  const [here, there] = [await openWith(server, mine), await openWith(server, theirs)];
  expect((await server.call(mine, "POST", "/api/auth/logout")).status).toBe(200);
  await endsRevoked(here);
  expect((await server.call(mine, "GET", "/api/auth/me")).status).toBe(401);
  expect((await server.call(theirs, "GET", "/api/auth/me")).status).toBe(200);
  expect([server.backend.hub.count(grace.id), there.pending()]).toEqual([1, []]);
});

it("S12.1: a session that two tokens name is ended until the later of them dies", async () => {
  using directory = temporaryDirectory();
  const now = Math.floor(Date.now() / 1000);
  const sign = (exp: number) => jwt.sign({ sub: ada.id, exp }, SECRET, { jwtid: "1" });
  await using server = await startServer({ dataDir: directory.path });
  for (const exp of [now + 60, now + 600, now + 60]) await server.call(sign(exp), "POST", "/api/auth/logout");
  // Fails where the row ends before.
  const proof = `INSERT INTO proof SELECT expires_at FROM revoked_sessions`;
  await writeFromOutside(directory.path, `CREATE TABLE proof (n INTEGER CHECK (n = ${now + 600} * 1000)); ${proof}`);
});

it.each([
  ["a fraction", () => Date.now() / 1000 + 60.0625],
  ["the largest number", () => 1e308],
  ["the last moment that Date knows, and one more", () => 8.64e12 + 1],
])("S12.1: a token whose end is %s can be signed out, for good", async (_what, end) => {
  using directory = temporaryDirectory();
  const token = jwt.sign(JSON.stringify({ sub: ada.id, exp: end() }), SECRET);
  {
    await using server = await startServer({ dataDir: directory.path });
    const stream = await openWith(server, token);
    const ticket = await server.call(token, "POST", "/api/stream-tickets", { stream: "orders" });
    expect(ticket.status).toBe(201);
    expect((await server.call(token, "POST", "/api/auth/logout")).status).toBe(200);
    await endsRevoked(stream);
    expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(401);
  }
  await using server = await startServer({ dataDir: directory.path });
  expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(401);
});

it("S12.1: who signed out before sessions were kept by user stays signed out", async () => {
  using directory = temporaryDirectory();
  let token: string;
  {
    await using server = await startServer({ dataDir: directory.path });
    token = await server.signIn(ada.email);
    const { jti } = jwt.decode(token) as { jti: string };
    await writeFromOutside(directory.path, `INSERT INTO revoked_sessions VALUES ('${jti}', '', 9e15)`);
    expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(401);
  }
});

it("S12.5: many who sign out while they open streams leave no stream behind", async () => {
  await using server = await startServer();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => server.signIn(ada.email)));
  await Promise.all(
    tokens.flatMap((token) => [
      server.open(`${path}?token=${token}`),
      server.call(token, "POST", "/api/auth/logout"),
      server.open(`${path}?token=${token}`),
    ]),
  );
  await expect.poll(() => server.backend.hub.count(ada.id)).toBe(0);
});
