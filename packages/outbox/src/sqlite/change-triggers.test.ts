import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { CHANGE_TABLES } from "./change-tables.ts";
import { type ChangeTriggerOptions, changeTriggers } from "./change-triggers.ts";

const orders: ChangeTriggerOptions = { table: "orders", columns: ["id", "status", "items"], json: ["items"] };

function setUp(options: ChangeTriggerOptions = orders) {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  database.exec(`CREATE TABLE orders (
    id TEXT PRIMARY KEY, status ANY, items TEXT, note TEXT, revision INTEGER NOT NULL DEFAULT 1, updated_at TEXT
  )`);
  database.exec(CHANGE_TABLES);
  database.exec(changeTriggers(options));
  const changes = () =>
    database
      .prepare("SELECT table_name, row_id, operation, old_row, new_row FROM changes ORDER BY id")
      .all()
      .map(({ table_name, row_id, operation, old_row, new_row }) => ({
        table: table_name,
        rowId: row_id,
        operation,
        old: old_row === null ? undefined : JSON.parse(String(old_row)),
        new: new_row === null ? undefined : JSON.parse(String(new_row)),
      }));
  return { database, changes };
}

it("D14.1: each insert, update and delete is a change with the row before and after", () => {
  const { database, changes } = setUp();
  database.exec(`INSERT INTO orders (id, status, items) VALUES ('1', 'open', '[{"qty":2}]')`);
  database.exec("UPDATE orders SET status = 'sent'");
  database.exec("DELETE FROM orders");
  const open = { id: "1", status: "open", items: [{ qty: 2 }] };
  expect(changes()).toEqual([
    { table: "orders", rowId: "1", operation: "INSERT", old: undefined, new: open },
    { table: "orders", rowId: "1", operation: "UPDATE", old: open, new: { ...open, status: "sent" } },
    { table: "orders", rowId: "1", operation: "DELETE", old: { ...open, status: "sent" }, new: undefined },
  ]);
});

it("D14.1: a change that is rolled back is none", () => {
  const { database, changes } = setUp();
  database.exec("BEGIN; INSERT INTO orders (id) VALUES ('1'); ROLLBACK");
  expect(changes()).toEqual([]);
});

it("an update of other columns, or to what a column holds already, is no change", () => {
  const { database, changes } = setUp({ ...orders, operations: ["UPDATE"] });
  database.exec("INSERT INTO orders (id, status) VALUES ('1', 'open')");
  database.exec("UPDATE orders SET note = 'x'; UPDATE orders SET status = 'open', items = NULL");
  expect(changes()).toEqual([]);
});

it("only the operations that are asked for are written down", () => {
  const { database, changes } = setUp({ ...orders, operations: ["DELETE"] });
  database.exec("INSERT INTO orders (id) VALUES ('1'); UPDATE orders SET status = 'x'; DELETE FROM orders");
  expect(changes().map(({ operation }) => operation)).toEqual(["DELETE"]);
});

it.each(["OFF", "ON"])(
  "D6.1: counts the revision and stamps the time, whoever sets them (recursive triggers %s)",
  (on) => {
    const { database, changes } = setUp({ ...orders, revision: "revision", updatedAt: "updated_at" });
    database.exec(
      `PRAGMA recursive_triggers = ${on}; INSERT INTO orders (id, status) VALUES ('1', 'open'), ('2', 'open')`,
    );
    database.exec("UPDATE orders SET status = 'sent', revision = 0, updated_at = 'yesterday'");
    const updates = changes().slice(2);
    expect(updates).toMatchObject([
      { rowId: "1", old: { revision: 1 }, new: { status: "sent", revision: 2 } },
      { rowId: "2", old: { revision: 1 }, new: { status: "sent", revision: 2 } },
    ]);
    expect(updates[0]?.new.updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(database.prepare("SELECT revision FROM orders").all()).toEqual([{ revision: 2 }, { revision: 2 }]);
  },
);

it("D6.1: what the trigger itself counts and stamps is no change, also where the mapper reads it", () => {
  const columns = [...orders.columns, "revision", "updated_at"];
  const { database, changes } = setUp({ ...orders, columns, revision: "revision", updatedAt: "updated_at" });
  database.exec("INSERT INTO orders (id, status) VALUES ('1', 'new')");
  database.exec("UPDATE orders SET revision = 7");
  database.exec("UPDATE orders SET updated_at = 'yesterday'");
  expect(changes()).toHaveLength(1);
});

it("a change of the key is one change that knows both", () => {
  const { database, changes } = setUp();
  database.exec("INSERT INTO orders (id) VALUES ('1'); UPDATE orders SET id = '9'");
  expect(changes()[1]).toMatchObject({ rowId: "9", old: { id: "1" }, new: { id: "9" } });
});

describe("D14.8, S18: no value makes the application's write fail", () => {
  it.each([
    ["a BLOB", "x'00ff'", "00FF"],
    ["an integer beyond 2^53-1", "9223372036854775807", 2 ** 63],
    ["an infinite number", "9e999", Number.POSITIVE_INFINITY],
    ["NULL", "NULL", null],
    ["text with every kind of quote", `'a''b"c\\d' || char(10, 8232, 0)`, `a'b"c\\d\n\u2028`],
  ])("%s", (_name, sql, value) => {
    const { database, changes } = setUp();
    database.exec(`INSERT INTO orders (id, status) VALUES ('1', ${sql})`);
    database.exec("UPDATE orders SET items = '[]'; DELETE FROM orders");
    expect(changes()).toHaveLength(3);
    const status = changes()[0]?.new.status;
    expect(typeof status === "string" ? status.replace("\0", "") : status).toEqual(value);
  });

  it.each(["'not json'", "x'00ff'", "NULL", "5", "'{\"a\":'"])("%s in a column of JSON", (sql) => {
    const { database, changes } = setUp();
    database.exec(`INSERT INTO orders (id, items) VALUES ('1', ${sql})`);
    expect(changes()).toHaveLength(1);
  });

  it("a key that is NULL", () => {
    const { database, changes } = setUp();
    database.exec("INSERT INTO orders (id, status) VALUES (NULL, 'open'); UPDATE orders SET status = 'sent'");
    expect(changes().map(({ rowId, new: row }) => [rowId, row.status])).toEqual([
      ["", "open"],
      ["", "sent"],
    ]);
  });
});

it("can be run again at every start, also with other columns", () => {
  const { database, changes } = setUp();
  database.exec(CHANGE_TABLES);
  database.exec(changeTriggers({ ...orders, columns: ["id", "note"], json: [] }));
  database.exec("INSERT INTO orders (id, note) VALUES ('1', 'x')");
  expect(changes()).toMatchObject([{ new: { id: "1", note: "x" } }]);
});

it("names are the database's, whatever characters they have", () => {
  const column = `a "b" 'c'`;
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  database.exec(`CREATE TABLE "it's ""mine""" ("the key" TEXT, "a ""b"" 'c'" TEXT)`);
  database.exec(CHANGE_TABLES);
  database.exec(changeTriggers({ table: `it's "mine"`, key: "the key", columns: [column] }));
  database.exec(`INSERT INTO "it's ""mine""" VALUES ('1', 'x')`);
  expect(database.prepare("SELECT table_name, row_id, new_row FROM changes").get()).toEqual({
    table_name: `it's "mine"`,
    row_id: "1",
    new_row: JSON.stringify(Object.fromEntries([[column, "x"]])),
  });
});

it.each<[string, ChangeTriggerOptions]>([
  ["without a name", { table: "", columns: ["id"] }],
  ["no columns", { table: "orders", columns: [] }],
  ["no columns", { table: "orders", columns: ["revision"], revision: "revision" }],
  ["add it there", { table: "orders", columns: ["id"], json: ["items"] }],
])("what could not work is refused in words: %s", (words, options) => {
  expect(() => changeTriggers(options)).toThrow(words);
});
