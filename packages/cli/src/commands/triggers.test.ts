import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { tidings } from "../testing/run-here.ts";
import { folder } from "../testing/tidings.ts";

/** A shop's database, as it is before anybody thought of events. */
function shop() {
  const file = join(folder(), "shop.db");
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  database.exec(
    "CREATE TABLE orders (code TEXT PRIMARY KEY, status TEXT, note TEXT); CREATE TABLE pairs (a, b); CREATE TABLE lines (a, b, PRIMARY KEY (a, b)); CREATE TABLE singles (a)",
  );
  const changes = () => database.prepare("SELECT row_id, new_row FROM changes").all();
  return { file, database, changes };
}

it("installs triggers, twice without harm: then each change of a row is in the outbox", async () => {
  const { file, database, changes } = shop();
  const words = ["triggers", "--database", file, "--table", "orders", "--columns", "code,status", "--install"];
  for (const _ of [1, 2]) expect(await tidings(words)).toMatchObject({ code: 0, err: "" });
  database.exec("INSERT INTO orders VALUES ('A7', 'open', 'x'); UPDATE orders SET note = 'y'");
  expect(changes()).toEqual([{ row_id: "A7", new_row: '{"code":"A7","status":"open"}' }]);
});

it("prints SQL that does the same, over every column and the primary key, and changes nothing itself", async () => {
  const { file, database, changes } = shop();
  const { code, out } = await tidings(["triggers", "--database", file, "--table", "orders"]);
  expect(code).toBe(0);
  expect(database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'trigger'").get()).toEqual({
    count: 0,
  });
  database.exec(out);
  database.exec("INSERT INTO orders VALUES ('A7', 'open', 'x')");
  expect(changes()).toEqual([{ row_id: "A7", new_row: '{"code":"A7","status":"open","note":"x"}' }]);
});

it("columns of JSON come as what they mean, and the revision and the time are the trigger's", async () => {
  const { file, database, changes } = shop();
  database.exec("CREATE TABLE lists (id INTEGER PRIMARY KEY, items TEXT, revision INTEGER DEFAULT 1, at TEXT)");
  const named = ["--json", "items", "--revision", "revision", "--updated-at", "at", "--key", "id"];
  const words = ["triggers", "--database", file, "--table", "lists", "--columns", "id,items", ...named, "--install"];
  expect(await tidings(words)).toEqual({
    code: 0,
    out: 'The rows of "lists" publish: each change is written into "changes".\n',
    err: "",
  });
  database.exec("INSERT INTO lists (items) VALUES ('[]'); UPDATE lists SET items = '[7]'");
  expect(JSON.parse(String(changes()[1]?.new_row))).toEqual({
    id: 1,
    items: [7],
    revision: 2,
    at: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

it("installed again with other columns, only those are carried, and another key names the rows", async () => {
  const { file, database, changes } = shop();
  const words = ["triggers", "--database", file, "--table", "orders", "--install", "--columns"];
  for (const more of [["status"], ["note", "--key", "status"]]) await tidings([...words, ...more]);
  database.exec("INSERT INTO orders VALUES ('A7', 'open', 'x')");
  expect(changes()).toEqual([{ row_id: "open", new_row: '{"note":"x"}' }]);
});

it("where the triggers cannot be installed nothing is, not even the outbox", async () => {
  const { file, database } = shop();
  database.exec("CREATE VIEW states AS SELECT code, status FROM orders");
  const words = ["triggers", "--database", file, "--table", "states", "--key", "code", "--install"];
  expect(await tidings(words)).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining('the triggers of "states" were not installed'),
  });
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'changes'").all()).toEqual([]);
});

it.each([
  ["no file", ["--database", "/nowhere/shop.db", "--table", "orders"], "there is no file"],
  ["no database", ["--database", import.meta.filename, "--table", "orders"], "cannot be opened"],
  ["no such table", ["--table", "ordres"], 'no table "ordres"'],
  ["no such column", ["--table", "orders", "--columns", "code,state"], "it has code, status, note"],
  ["no such key", ["--table", "orders", "--key", "id"], 'no column "id"'],
  ["no primary key", ["--table", "pairs"], "that identifies a row with --key"],
  ["no primary key, of one column", ["--table", "singles"], "that identifies a row with --key"],
  ["a primary key of two columns", ["--table", "lines"], "that identifies a row with --key"],
  ["no such column of JSON", ["--table", "orders", "--json", "items"], 'no column "items"'],
  ["JSON that is not carried", ["--table", "orders", "--columns", "code", "--json", "note"], "it in --columns too"],
  ["nothing to watch", ["--table", "orders", "--columns", "note", "--updated-at", "note"], "one that programs write"],
  ["no such revision", ["--table", "orders", "--revision", "revision"], 'no column "revision"'],
  ["no such time", ["--table", "orders", "--updated-at", "at"], 'no column "at"'],
  ["no table named", [], "--table"],
])("refuses in words with code 1: %s", async (_, words, said) => {
  const given = words.includes("--database") ? words : ["--database", shop().file, ...words];
  const { code, err } = await tidings(["triggers", ...given]);
  expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  expect(err).not.toMatch(/\n\s+at /);
});
