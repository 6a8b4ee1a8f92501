import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { describeRevokedSessions } from "../testing/describe-revoked-sessions.ts";
import { createSqliteRevokedSessions, REVOKED_SESSIONS_TABLE } from "./revoked-sessions.ts";

function open() {
  const database = new DatabaseSync(":memory:");
  database.exec(REVOKED_SESSIONS_TABLE);
  return database;
}

const session = (id: string, expiresAt = Date.now() + 60_000) => ({ id, sessionId: "s", expiresAt });
const countOf = (database: DatabaseSync) => database.prepare("SELECT count(*) AS n FROM revoked_sessions").get()?.n;

describeRevokedSessions("sqlite", () => {
  const database = open();
  onTestFinished(() => database.close());
  return [createSqliteRevokedSessions(database), createSqliteRevokedSessions(database)];
});

it("S12.1, S12.2: a revoked session is revoked for its user alone, and still after a restart", async () => {
  const database = open();
  await createSqliteRevokedSessions(database).revoke(session("ada"));
  // The table is made at each start and takes nothing away.
  database.exec(REVOKED_SESSIONS_TABLE);
  const again = createSqliteRevokedSessions(database);
  expect(await again.isRevoked(session("ada"))).toBe(true);
  expect(await again.isRevoked(session("grace"))).toBe(false);
  database.close();
});

it("S12.1: of two ends of one session the later counts, and rows of tokens that are over go", async () => {
  const database = open();
  const store = createSqliteRevokedSessions(database);
  await store.revoke(session("ada"));
  await store.revoke(session("ada", 1));
  expect(await store.isRevoked(session("ada"))).toBe(true);
  await store.revoke(session("grace", 1));
  expect(countOf(database)).toBe(1);
  database.close();
});

it("S12.3: what cannot be stored counts all the same, and is stored with the next session", async () => {
  const database = open();
  const store = createSqliteRevokedSessions(database);
  database.exec("CREATE TRIGGER full BEFORE INSERT ON revoked_sessions BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  await expect(store.revoke(session("ada"))).rejects.toThrow("disk full");
  expect(await store.isRevoked(session("ada"))).toBe(true);
  database.exec("DROP TRIGGER full");
  await store.revoke(session("grace"));
  expect(countOf(database)).toBe(2);
  database.close();
});
