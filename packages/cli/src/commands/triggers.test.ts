import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { folder, tidings } from "../testing/tidings.ts";

/** A shop's database, as it is before anybody thought of events. */
function shop() {
  const file = join(folder(), "shop.db");
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  database.exec("CREATE TABLE orders (code TEXT PRIMARY KEY, status TEXT, note TEXT); CREATE TABLE pairs (a, b)");
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

it.each([
  ["no file", ["--database", "/nowhere/shop.db", "--table", "orders"], "there is no file"],
  ["no database", ["--database", import.meta.filename, "--table", "orders"], "cannot be opened"],
  ["no such table", ["--table", "ordres"], 'no table "ordres"'],
  ["no such column", ["--table", "orders", "--columns", "code,state"], "it has code, status, note"],
  ["no such key", ["--table", "orders", "--key", "id"], 'no column "id"'],
  ["no primary key", ["--table", "pairs"], "that identifies a row with --key"],
  ["no table named", [], "--table"],
])("refuses in words with code 1: %s", async (_, words, said) => {
  const given = words.includes("--database") ? words : ["--database", shop().file, ...words];
  expect(await tidings(["triggers", ...given])).toMatchObject({ code: 1, err: expect.stringContaining(said) });
});
