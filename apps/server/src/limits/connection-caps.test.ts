import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it, vi } from "vitest";
import { startServer } from "../testing/start-server.ts";
import { checkConnectionCaps } from "./connection-caps.ts";

it("S9: a user's stream too many is 429 with Retry-After; other users are not concerned; one that ends makes room", async () => {
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
  await vi.waitFor(() => expect(server.backend.hub.count(sampleUsers.ada.id)).toBe(1));
  expect((await server.open(path)).response.status).toBe(200);
});

it("S9: a stream too many in total is 503 with Retry-After", async () => {
  await using server = await startServer({ env: { MAX_CONNECTIONS: "1" } });
  await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`);
  const refused = await server.fetch(`/api/orders/stream?token=${await server.signIn(sampleUsers.grace.email)}`);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("10");
  expect(await refused.json()).toMatchObject({ success: false });
});

it("S9: 0 is no limit", () => {
  const hub = { count: () => 1_000_000, countFrom: () => 1_000_000 };
  const caps = { total: 0, perUser: 0, perAddress: 0 };
  expect(() => checkConnectionCaps(hub, caps, { userId: "u", address: "192.0.2.1" })).not.toThrow();
});
