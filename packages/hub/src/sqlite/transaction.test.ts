import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTransactions, type Transactions } from "./transaction.ts";

let directory: string;
let database: DatabaseSync;
let transactions: Transactions;

function open(journal: string) {
  database = new DatabaseSync(join(directory, `${journal}.db`));
  database.exec(`PRAGMA journal_mode = ${journal}; CREATE TABLE IF NOT EXISTS t (a TEXT)`);
  transactions = createTransactions(database);
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-transactions-"));
  open("WAL");
});

afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const insert = (text: string) => database.exec(`INSERT INTO t VALUES ('${text}')`);
const rows = () =>
  database
    .prepare("SELECT a FROM t ORDER BY rowid")
    .all()
    .map(({ a }) => a);
const failing = (text: string) => () => {
  insert(text);
  throw new Error("mine");
};

it("D20: runs all or nothing, and answers what the work answers", () => {
  expect(transactions.run(() => [insert("1"), insert("2"), "done"].at(-1))).toBe("done");
  expect(() => transactions.run(failing("3"))).toThrow("mine");
  expect(rows()).toEqual(["1", "2"]);
  expect(database.isTransaction).toBe(false);
});

it("D20: inside the application's transaction takes back its own work alone, and ends nothing", () => {
  database.exec("BEGIN");
  insert("theirs");
  expect(transactions.run(() => insert("1"))).toBeUndefined();
  expect(() => transactions.run(failing("2"))).toThrow("mine");
  expect([rows(), database.isTransaction]).toEqual([["theirs", "1"], true]);
  database.exec("ROLLBACK");
  expect(rows()).toEqual([]);
});

it("an attempt that fails takes nothing of the others with it", () => {
  transactions.run(() => {
    transactions.attempt(() => insert("1"));
    expect(() => transactions.attempt(failing("2"))).toThrow("mine");
    transactions.attempt(() => insert("3"));
  });
  expect(rows()).toEqual(["1", "3"]);
});

it.each([
  ["run", false],
  ["run", true],
  ["attempt", true],
] as const)(
  "D1.5: where SQLite has rolled back everything by itself, %s throws why (inside a transaction: %s)",
  (name, inside) => {
    if (inside) database.exec("BEGIN");
    const work = () => {
      database.exec("ROLLBACK");
      throw new Error("database or disk is full");
    };
    expect(() => transactions[name](work)).toThrow("database or disk is full");
    expect(database.isTransaction).toBe(false);
  },
);

it.each([
  ["WAL", 0, []],
  ["WAL", 1, []],
  ["WAL", 2, ["NORMAL", "2"]],
  ["WAL", 3, ["NORMAL", "3"]],
  ["DELETE", 2, []],
])("D2.3: a commit waits for the disk only where it must (%s, synchronous = %d)", (journal, level, set) => {
  database.close();
  open(journal);
  database.exec(`PRAGMA synchronous = ${level}`);
  const exec = vi.spyOn(database, "exec");
  transactions.run(() => insert("1"));
  expect(() => transactions.run(failing("2"))).toThrow("mine");
  const settings = exec.mock.calls.flatMap(([sql]) => /^PRAGMA synchronous = (\w+)$/.exec(sql)?.[1] ?? []);
  expect(settings).toEqual([...set, ...set]);
  expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: level });
});
