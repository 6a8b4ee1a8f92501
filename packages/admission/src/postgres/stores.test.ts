import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createLoginLimits } from "../rates/login-limits.ts";
import { describeRateLimit } from "../testing/describe-rate-limit.ts";
import { describeRevokedSessions } from "../testing/describe-revoked-sessions.ts";
import { describeTicketStore } from "../testing/describe-ticket-store.ts";
import {
  createPostgresRateLimit,
  createPostgresRevokedSessions,
  createPostgresTicketStore,
  POSTGRES_ADMISSION_TABLES,
} from "./index.ts";

let database: PostgresDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createPostgresDatabase();
  pool = database.openPool({ max: 4 });
  // The nodes of one deployment may start at the same time.
  await Promise.all(Array.from({ length: 3 }, () => pool.query(POSTGRES_ADMISSION_TABLES)));
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => pool.query("TRUNCATE admission_tickets, admission_revocations, admission_rates"));

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

describeTicketStore("postgres", () => [createPostgresTicketStore(pool), createPostgresTicketStore(pool)]);

describeRevokedSessions("postgres", async () => {
  const stores = [await createPostgresRevokedSessions(pool), await createPostgresRevokedSessions(pool)] as const;
  ended.push(...stores.map(({ close }) => close));
  return stores;
});

describeRateLimit("postgres", () => ({
  open: (name, uses, windowS) => createPostgresRateLimit(pool, name, uses, windowS),
  pass: (seconds) => pool.query("UPDATE admission_rates SET ends_at = ends_at - $1 * interval '1 second'", [seconds]),
}));

it("S13.1: the table holds no ticket that its reader could redeem, and expired ones go", async () => {
  const store = createPostgresTicketStore(pool);
  const issued = { session: { id: "ada", sessionId: "s", expiresAt: Number.POSITIVE_INFINITY }, stream: "orders" };
  for (let count = 0; count < 20; count += 1) await store.put(`old ${count}`, issued, -1);
  await store.put("secret", issued, 60_000);
  const { rows } = await pool.query("SELECT * FROM admission_tickets");
  expect(rows.length).toBeLessThan(12);
  expect(JSON.stringify(rows)).not.toContain("secret");
});

it("S14.6: windows that are over go", async () => {
  const limit = createPostgresRateLimit(pool, "x", 1, 60);
  for (let key = 0; key < 15; key += 1) await limit.take(`old ${key}`);
  await pool.query("UPDATE admission_rates SET ends_at = clock_timestamp()");
  for (const key of ["new 1", "new 2"]) await limit.take(key);
  const { rows } = await pool.query("SELECT key FROM admission_rates ORDER BY key");
  expect(rows).toEqual([{ key: "new 1" }, { key: "new 2" }]);
});

it("a database that cannot be asked is answered 503 with words that say nothing of it", async () => {
  const broken = { query: () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.7:5432")) };
  const refused = { code: "unavailable", status: 503, message: expect.not.stringContaining("10.0.0.7") };
  const limit = createPostgresRateLimit(broken, "x", 1, 60);
  const tickets = createPostgresTicketStore(broken);
  await expect(limit.take("a")).rejects.toMatchObject(refused);
  await expect(limit.used("a")).rejects.toMatchObject(refused);
  await expect(tickets.take("a")).rejects.toMatchObject(refused);
});

it("S14.6, D28.1: Infinity is no limit and asks nobody; what cannot work is refused", async () => {
  const broken = { query: () => Promise.reject(new Error("asked")) };
  const none = createPostgresRateLimit(broken, "x", Number.POSITIVE_INFINITY, 60);
  expect(await none.take("a")).toBe(0);
  expect(() => createPostgresRateLimit(pool, "x", 0, 60)).toThrow("createPostgresRateLimit's uses");
  expect(() => createPostgresRateLimit(pool, "x", 1, 0)).toThrow("createPostgresRateLimit's windowS");
});

it("S14.7: failed sign-ins count over all nodes", async () => {
  const makeLimit = (name: string, uses: number, windowS: number) => createPostgresRateLimit(pool, name, uses, windowS);
  const nodes = [1, 2].map(() => createLoginLimits({ perPair: 3, perEmail: 100 }, undefined, makeLimit));
  const attempt = (node: number) => nodes[node]?.("192.0.2.1", "ada@example.com");
  for (const node of [0, 1, 0]) await attempt(node);
  await expect(attempt(1)).rejects.toMatchObject({ code: "too_many_requests", retryAfter: expect.any(Number) });
  await pool.query("UPDATE admission_rates SET ends_at = clock_timestamp()");
  await (await attempt(1))?.succeeded();
  expect(await makeLimit("logins perEmail", 100, 900).used("ada@example.com")).toBe(0);
});
