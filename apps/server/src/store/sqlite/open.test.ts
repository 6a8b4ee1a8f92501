import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../../testing/start-server.ts";
import { DATABASE_FILE, openStore } from "./open.ts";

it("makes the directory, for this user alone, and closes twice without harm", () => {
  using directory = temporaryDirectory();
  const path = join(directory.path, "a", "b");
  const store = openStore(path);
  expect(existsSync(join(path, DATABASE_FILE))).toBe(true);
  expect(statSync(path).mode & 0o077).toBe(0);
  store.close();
  store.close();
});

it("survives kill -9 and power loss: WAL, and every commit on disk before it is answered", () => {
  using directory = temporaryDirectory();
  const store = openStore(directory.path);
  expect(store.database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(store.database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  expect(store.database.prepare("PRAGMA foreign_keys").get()).toEqual({ foreign_keys: 1 });
  store.close();
});

it("only one server uses a directory, and the next may when it is done", () => {
  using directory = temporaryDirectory();
  const first = openStore(directory.path);
  expect(() => openStore(directory.path)).toThrowError(expect.objectContaining({ code: "data_dir_in_use" }));
  first.close();
  openStore(directory.path).close();
});

it.each([
  ["a file stands in its way", (path: string) => writeFileSync(path, ""), (path: string) => join(path, "data")],
  [
    "its database is something else",
    () => {},
    (path: string) => {
      writeFileSync(join(path, "..", DATABASE_FILE), "this is no database, and it is long enough to be told from one");
      return join(path, "..");
    },
  ],
])("says in one line that the directory cannot be used when %s", (_what, prepare, pathOf) => {
  using directory = temporaryDirectory();
  const at = join(directory.path, "x");
  prepare(at);
  const path = pathOf(at);
  expect(() => openStore(path)).toThrowError(
    expect.objectContaining({
      code: "data_dir_unusable",
      message: expect.stringMatching(/^DATA_DIR .* cannot be used \([^\n]*\); point it/),
    }),
  );
});

it("a start that failed leaves the directory free", () => {
  using directory = temporaryDirectory();
  writeFileSync(join(directory.path, DATABASE_FILE), "this is no database, and it is long enough to be told from one");
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(() => openStore(directory.path)).toThrowError(expect.objectContaining({ code: "data_dir_unusable" }));
  }
});
