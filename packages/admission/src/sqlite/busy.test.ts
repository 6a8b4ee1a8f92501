import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { isBusy, whenFree } from "./busy.ts";

function twoConnections(path: string) {
  const open = () => new DatabaseSync(join(path, "a.db"), { timeout: 0 });
  const [ours, theirs] = [open(), open()];
  ours.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
  return { ours, theirs };
}

it("a write waits until another connection is done, and lets other work go on meanwhile", async () => {
  using directory = mkdtempDisposableSync(join(tmpdir(), "tidings-"));
  const { ours, theirs } = twoConnections(directory.path);
  theirs.exec("BEGIN IMMEDIATE");
  const written = whenFree(() => ours.exec("INSERT INTO t VALUES (1)"));
  // Only a free event loop can end the other's transaction.
  setImmediate(() => theirs.exec("COMMIT"));
  await written;
  expect(theirs.prepare("SELECT count(*) AS n FROM t").get()).toEqual({ n: 1 });
  ours.close();
  theirs.close();
});

it("a database that stays busy is 503 with a time to come back", async () => {
  using directory = mkdtempDisposableSync(join(tmpdir(), "tidings-"));
  const { ours, theirs } = twoConnections(directory.path);
  theirs.exec("BEGIN IMMEDIATE");
  const write = whenFree(() => ours.exec("INSERT INTO t VALUES (1)"), 0);
  await expect(write).rejects.toMatchObject({ code: "unavailable", status: 503, retryAfter: 1 });
  ours.close();
  theirs.close();
});

it("any other failure is thrown at once", async () => {
  await expect(whenFree(() => new DatabaseSync(":memory:").exec("nonsense"))).rejects.toThrow(/syntax error/);
  expect(isBusy(new Error("database is locked"))).toBe(false);
});
