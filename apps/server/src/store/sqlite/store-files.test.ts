import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../../testing/start-server.ts";
import { DATABASE_FILE, openStore } from "./open.ts";
import { probeWrites } from "./probe-writes.ts";
import { watchStoreFiles } from "./store-files.ts";

/** An open store in a directory of its own, and what is asked of it. */
function openTestStore() {
  const root = temporaryDirectory();
  const directory = join(root.path, "data");
  const store = openStore(directory);
  return {
    directory,
    database: store.database,
    whyLost: watchStoreFiles(directory),
    probe: probeWrites(store.database),
    [Symbol.dispose]() {
      store.close();
      root[Symbol.dispose]();
    },
  };
}

it("S19.1: a store whose files are where they were is fine, also after writes and checkpoints", async () => {
  using store = openTestStore();
  expect(await store.whyLost()).toBeUndefined();
  expect(store.probe()).toBeUndefined();
  store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  expect(store.probe()).toBeUndefined();
  expect(await store.whyLost()).toBeUndefined();
});

it.each([DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, "server.lock"])(
  "S19.1: %s deleted, or replaced by a copy, is noticed by what the path leads to",
  async (name) => {
    using store = openTestStore();
    const path = join(store.directory, name);
    copyFileSync(path, `${path}.copy`);
    rmSync(path);
    expect(await store.whyLost()).toEqual({
      reason: "A file of the database was deleted or moved; what is written from now on may be lost",
      detail: expect.stringContaining(`${path} was deleted or moved while the server has it open`),
    });
    renameSync(`${path}.copy`, path);
    expect(await store.whyLost()).toMatchObject({ reason: expect.stringContaining("was replaced") });
  },
);

it("S19.1: a directory that was moved away, or has another at its place, is noticed; moved back, it is fine", async () => {
  using store = openTestStore();
  renameSync(store.directory, `${store.directory}.old`);
  expect(await store.whyLost()).toMatchObject({ reason: expect.stringContaining("deleted or moved") });
  mkdirSync(store.directory);
  writeFileSync(join(store.directory, DATABASE_FILE), "");
  expect(await store.whyLost()).toMatchObject({ reason: expect.stringContaining("replaced") });
  rmSync(store.directory, { recursive: true });
  renameSync(`${store.directory}.old`, store.directory);
  expect(await store.whyLost()).toBeUndefined();
});

it("S19.1: a connection that cannot write is noticed, and changes nothing by being asked", () => {
  using store = openTestStore();
  const cursor = () => store.database.prepare("SELECT * FROM relay_cursor").get();
  const before = cursor();
  store.database.exec("PRAGMA query_only = ON");
  expect(store.probe()).toEqual({
    reason: "The database cannot be written",
    detail: expect.stringContaining("readonly"),
  });
  store.database.exec("PRAGMA query_only = OFF");
  expect(store.probe()).toBeUndefined();
  expect(cursor()).toEqual(before);
  expect(store.database.prepare("PRAGMA busy_timeout").get()).toEqual({ timeout: 100 });
  expect(store.database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
});

it("S19.1: an open statement that holds the connection at an old state is noticed; a busy database is not", () => {
  using store = openTestStore();
  const { database, directory, probe } = store;
  database.exec(`INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@example.com', 'U', 'user', 'h'),
    ('v', 'v@example.com', 'V', 'user', 'h')`);
  const statement = database.prepare("SELECT * FROM users").iterate();
  statement.next();
  using other = openOther(directory);
  other.database.exec("UPDATE users SET name = 'W'");
  expect(probe()).toMatchObject({ reason: "The database connection is held at an old state" });
  statement.return?.();
  expect(probe()).toBeUndefined();
  other.database.exec("BEGIN IMMEDIATE");
  expect(probe()).toBeUndefined();
  other.database.exec("ROLLBACK");
});

function openOther(directory: string) {
  const database = new DatabaseSync(join(directory, DATABASE_FILE));
  return { database, [Symbol.dispose]: () => database.close() };
}
