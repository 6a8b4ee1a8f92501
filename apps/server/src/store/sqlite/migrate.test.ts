import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../../testing/start-server.ts";
import { type Migration, readMigrations } from "../read-migrations.ts";
import { MIGRATIONS, migrate } from "./migrate.ts";

const schemaOf = (database: DatabaseSync) =>
  database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();
const versionsOf = (database: DatabaseSync) =>
  database
    .prepare("SELECT version FROM schema_migrations ORDER BY version")
    .all()
    .map(({ version }) => version);

it("the migrations are numbered without a hole, from 1", () => {
  const versions = readMigrations(MIGRATIONS).map(({ version }) => version);
  expect(versions).toEqual(versions.map((_, index) => index + 1));
});

it("migrating again changes nothing", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database);
  const before = schemaOf(database);
  migrate(database);
  expect(schemaOf(database)).toEqual(before);
  expect(versionsOf(database)).toEqual(readMigrations(MIGRATIONS).map(({ version }) => version));
});

it("a database that stopped at any version is brought up to the same schema", () => {
  const whole = new DatabaseSync(":memory:");
  migrate(whole);
  const migrations = readMigrations(MIGRATIONS);
  for (let count = 0; count <= migrations.length; count += 1) {
    const database = new DatabaseSync(":memory:");
    migrate(database, migrations.slice(0, count));
    migrate(database);
    expect(schemaOf(database)).toEqual(schemaOf(whole));
  }
});

it("a migration that fails half way leaves nothing behind, and those before it stay", () => {
  const database = new DatabaseSync(":memory:");
  const migrations: Migration[] = [
    { version: 1, sql: "CREATE TABLE one (a)" },
    { version: 2, sql: "CREATE TABLE two (a); CREATE TABLE one (a)" },
  ];
  expect(() => migrate(database, migrations)).toThrow(/already exists/);
  expect(versionsOf(database)).toEqual([1]);
  expect(schemaOf(database).map(({ name }) => name)).not.toContain("two");
});

it("a database of a newer server is refused with what to do", () => {
  const database = new DatabaseSync(":memory:");
  migrate(database, [...readMigrations(MIGRATIONS), { version: 9000, sql: "CREATE TABLE later (a)" }]);
  expect(() => migrate(database)).toThrow(/of schema 9000.*run the newer server/);
});

it("the schema works in the SQLite of other programs: no statement is newer than SQLite 3.38", () => {
  // The functions that later versions added and that one might reach for in a trigger.
  const newer = /\b(unixepoch\('|subsec|jsonb|octet_length|concat_ws|string_agg|timediff|iif\([^,]+,[^,]+\))\b/i;
  for (const { sql } of readMigrations(MIGRATIONS)) expect(sql).not.toMatch(newer);
});

it("rows survive a migration from the first version on", () => {
  using directory = temporaryDirectory();
  const file = join(directory.path, "a.db");
  const first = new DatabaseSync(file);
  migrate(first, readMigrations(MIGRATIONS).slice(0, 1));
  first.exec(
    "INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@example.com', 'U', 'user', 'h')",
  );
  first.close();
  const second = new DatabaseSync(file);
  migrate(second);
  expect(second.prepare("SELECT id FROM users").all()).toEqual([{ id: "u" }]);
  second.close();
});
