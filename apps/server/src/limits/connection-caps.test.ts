import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

it("S9.1, S9.2: a user's stream too many is 429 with Retry-After; other users are not concerned; one that ends makes room", async () => {
  await using server = await startServer({ env: { MAX_CONNECTIONS_PER_USER: "2" } });
  const path = `/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`;
  const [first] = [await server.open(path), await server.open(path)];
  const refused = await server.fetch(path);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("30");
  expect(await refused.json()).toEqual({
    success: false,
    errors: ["Too many open streams; close other tabs and try again"],
  });
  const other = await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.grace.email)}`);
  expect(other.response.status).toBe(200);

  first?.close();
  await expect.poll(() => server.backend.hub.count(sampleUsers.ada.id)).toBe(1);
  expect((await server.open(path)).response.status).toBe(200);
});

it("S9.2: a stream too many in total is 503 with Retry-After", async () => {
  await using server = await startServer({ env: { MAX_CONNECTIONS: "1" } });
  await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`);
  const refused = await server.fetch(`/api/orders/stream?token=${await server.signIn(sampleUsers.grace.email)}`);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("10");
  expect(await refused.json()).toMatchObject({ success: false });
});

it("S9.3: readers who did not sign in leave a share of the notifications' places to users, and are told so", async () => {
  await using server = await startServer({ env: { NOTIFICATIONS_MAX_CLIENTS: "5" } });
  const token = await server.signIn(sampleUsers.ada.email);
  const path = "/api/sse";
  const anonymous = [await server.open(path), await server.open(path), await server.open(path)];
  const refused = await server.fetch(path);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await refused.json()).toEqual({
    success: false,
    errors: ["The places for readers who are not signed in are taken; sign in, or try again shortly"],
  });
  for (let place = 0; place < 2; place += 1) {
    expect((await server.open(`${path}?token=${token}`)).response.status).toBe(200);
  }
  expect(await (await server.fetch(`${path}?token=${token}`)).json()).toMatchObject({
    errors: ["The server holds as many streams as it may; try again shortly"],
  });
  anonymous[0]?.close();
  await expect.poll(() => server.backend.hub.countAll()).toBe(4);
  expect((await server.open(path)).response.status).toBe(200);
});

it("S9.3: they take all places that users do not need, where the environment says so", async () => {
  await using server = await startServer({ env: { NOTIFICATIONS_MAX_CLIENTS: "5", RESERVED_FOR_USERS_PERCENT: "0" } });
  for (let place = 0; place < 5; place += 1) expect((await server.open("/api/sse")).response.status).toBe(200);
  expect((await server.fetch("/api/sse")).status).toBe(503);
  await using strict = await startServer({
    env: { NOTIFICATIONS_MAX_CLIENTS: "5", RESERVED_FOR_USERS_PERCENT: "100" },
  });
  expect((await strict.fetch("/api/sse")).status).toBe(503);
  const token = await strict.signIn(sampleUsers.ada.email);
  expect((await strict.open(`/api/sse?token=${token}`)).response.status).toBe(200);
});

it.each([
  ["MAX_CONNECTIONS", "of all streams", 503],
  ["MAX_CONNECTIONS_PER_ADDRESS", "of an address, an office's perhaps,", 429],
])("S9.3: %s: users have a share %s too", async (name, _what, status) => {
  await using server = await startServer({ env: { [name]: "3" } });
  const token = await server.signIn(sampleUsers.ada.email);
  for (let place = 0; place < 2; place += 1) expect((await server.open("/api/sse")).response.status).toBe(200);
  const refused = await server.fetch("/api/sse");
  expect(refused.status).toBe(status);
  expect(await refused.text()).toContain("sign in, or try again");
  expect((await server.open(`/api/orders/stream?token=${token}`)).response.status).toBe(200);
  expect((await server.fetch(`/api/orders/stream?token=${token}`)).status).toBe(status);
});

it("S9.3: of a cap of one the one place is anybody's, and users alone do not keep those out who did not sign in", async () => {
  await using server = await startServer({ env: { NOTIFICATIONS_MAX_CLIENTS: "1" } });
  const first = await server.open("/api/sse");
  expect(first.response.status).toBe(200);
  await using other = await startServer({ env: { NOTIFICATIONS_MAX_CLIENTS: "4" } });
  const token = await other.signIn(sampleUsers.ada.email);
  for (let place = 0; place < 3; place += 1) await other.open(`/api/sse?token=${token}`);
  expect((await other.open("/api/sse")).response.status).toBe(200);
});
