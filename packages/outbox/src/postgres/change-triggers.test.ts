import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChangeTriggerOptions, changeTriggers, POSTGRES_CHANGE_TABLES } from "./index.ts";
import { CHANGE_COLUMNS, readChange } from "./read-change.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const orders: ChangeTriggerOptions = { table: "orders", columns: ["id", "status", "items"], json: ["items"] };

async function setUp(options = orders, status = "text") {
  const { pool, schema } = await database.openSchema();
  await pool.query(POSTGRES_CHANGE_TABLES);
  await pool.query(
    `CREATE TABLE orders (id text, status ${status}, items text, note text, revision integer NOT NULL DEFAULT 1, updated_at text)`,
  );
  await pool.query(changeTriggers(options));
  return {
    pool,
    schema,
    async changes() {
      const { rows } = await pool.query(`SELECT id, ${CHANGE_COLUMNS} FROM changes ORDER BY id`);
      return rows.map(readChange);
    },
  };
}

it("D14.1: each insert, update and delete is a change with the row before and after", async () => {
  const { pool, changes } = await setUp();
  await pool.query(`INSERT INTO orders (id, status, items) VALUES ('1', 'open', '[{"qty":2}]')`);
  await pool.query("UPDATE orders SET status = 'sent'");
  await pool.query("DELETE FROM orders");
  const open = { id: "1", status: "open", items: [{ qty: 2 }] };
  const sent = { ...open, status: "sent" };
  expect(await changes()).toMatchObject([
    { table: "orders", rowId: "1", operation: "INSERT", oldRow: undefined, newRow: open },
    { table: "orders", rowId: "1", operation: "UPDATE", oldRow: open, newRow: sent },
    { table: "orders", rowId: "1", operation: "DELETE", oldRow: sent, newRow: undefined },
  ]);
});

it("D14.1: what is rolled back, is of other columns, or leaves the columns as they are, is no change", async () => {
  const { pool, changes } = await setUp({ ...orders, operations: ["UPDATE", "DELETE"] });
  await pool.query("INSERT INTO orders (id, status) VALUES ('1', 'open')");
  await pool.query("BEGIN; DELETE FROM orders; ROLLBACK");
  await pool.query("UPDATE orders SET note = 'x'; UPDATE orders SET status = 'open', items = NULL");
  expect(await changes()).toEqual([]);
});

it("D6.1: counts the revision and stamps the time, whoever sets them; what it writes itself is no change", async () => {
  const { pool, changes } = await setUp({ ...orders, revision: "revision", updatedAt: "updated_at" });
  await pool.query("INSERT INTO orders (id, status) VALUES ('1', 'open'), ('2', 'open')");
  await pool.query("UPDATE orders SET status = 'sent', revision = 0, updated_at = 'yesterday'");
  await pool.query("UPDATE orders SET revision = 7");
  const updates = (await changes()).slice(2);
  expect(updates).toMatchObject([
    { rowId: "1", oldRow: { revision: 1 }, newRow: { status: "sent", revision: 2 } },
    { rowId: "2", oldRow: { revision: 1 }, newRow: { status: "sent", revision: 2 } },
  ]);
  expect(updates[0]?.newRow).toMatchObject({ updated_at: expect.stringMatching(/^[-\d]{10}T[:\d]{8}\.\d{3}Z$/) });
});

describe("D14.8: no value makes the application's write fail", () => {
  it.each([
    ["bytea", "'\\x00ff'", "\\x00ff"],
    ["bigint", "9223372036854775807", 2 ** 63],
    ["double precision", "'Infinity'", "Infinity"],
    ["double precision", "'NaN'", "NaN"],
    ["json", `'{"a": [1]}'`, { a: [1] }],
    ["jsonb", `'{"a": [1]}'`, { a: [1] }],
    ["point", "'(1,2)'", "(1,2)"],
    ["xml", "'<a/>'", "<a/>"],
    ["text", "E'a''b\"c\\\\d\\n\\u2028'", `a'b"c\\d\n\u2028`],
    ["text", "NULL", null],
    ["text[]", "ARRAY['a', NULL]", ["a", null]],
  ])("%s %s", async (type, sql, value) => {
    const { pool, changes } = await setUp(orders, type);
    await pool.query(`INSERT INTO orders (id, status) VALUES ('1', ${sql})`);
    await pool.query("UPDATE orders SET items = '[]'; DELETE FROM orders");
    const all = await changes();
    expect(all).toHaveLength(3);
    expect(all[0]?.newRow).toMatchObject({ status: value });
  });

  it.each(["'not json'", "NULL", "'5'", "'{\"a\":'"])(
    "%s in a column of JSON as text, under a key that is NULL",
    async (sql) => {
      const { pool, changes } = await setUp();
      await pool.query(`INSERT INTO orders (items) VALUES (${sql})`);
      expect(await changes()).toMatchObject([{ rowId: "" }]);
    },
  );

  it("a writer without rights to the outbox, from another search_path", async () => {
    const { pool, schema, changes } = await setUp();
    const role = `writer_of_${schema}_${Math.random().toString(36).slice(2)}`;
    await pool.query(
      `CREATE ROLE ${role}; GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT INSERT ON orders TO ${role}`,
    );
    await pool.query(
      `BEGIN; SET LOCAL ROLE ${role}; SET LOCAL search_path TO public; INSERT INTO ${schema}.orders (id) VALUES ('1'); COMMIT`,
    );
    await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    expect(await changes()).toMatchObject([{ rowId: "1" }]);
  });
});

it("can be run again at every start, also with other columns; and fails before it changes anything", async () => {
  const { pool, changes } = await setUp({ ...orders, revision: "revision" });
  await pool.query(POSTGRES_CHANGE_TABLES);
  await pool.query(changeTriggers({ ...orders, columns: ["id", "note"], json: [] }));
  await expect(pool.query(changeTriggers({ ...orders, columns: ["nothing"], json: [] }))).rejects.toThrow("nothing");
  await pool.query("INSERT INTO orders (id, note) VALUES ('1', 'x'); UPDATE orders SET note = 'y'");
  expect(await changes()).toMatchObject([{ newRow: { id: "1", note: "x" } }, { newRow: { note: "y" } }]);
  expect((await pool.query("SELECT revision FROM orders")).rows).toEqual([{ revision: 1 }]);
});

it("names are the database's, whatever characters they have", async () => {
  const { pool } = await database.openSchema();
  const [table, column] = [`it's "mine" \\`, `a "b" 'c' $$ \\`];
  await pool.query(POSTGRES_CHANGE_TABLES);
  await pool.query(`CREATE TABLE "it's ""mine"" \\" ("the key" text, "a ""b"" 'c' $$ \\" text)`);
  await pool.query(changeTriggers({ table, key: "the key", columns: [column] }));
  await pool.query(`INSERT INTO "it's ""mine"" \\" VALUES ('1', 'x')`);
  const { rows } = await pool.query(`SELECT id, ${CHANGE_COLUMNS} FROM changes`);
  expect(rows.map(readChange)).toMatchObject([{ table, rowId: "1", newRow: { [column]: "x" } }]);
});

it.each<[string, ChangeTriggerOptions]>([
  ["without a name", { table: "", columns: ["id"] }],
  ["without a name", { table: "orders", schema: "", columns: ["id"] }],
  ["no columns", { table: "orders", columns: [] }],
  ["no columns", { table: "orders", columns: ["revision"], revision: "revision" }],
  ["add it there", { table: "orders", columns: ["id"], json: ["items"] }],
  ["rename the table", { table: "x".repeat(60), columns: ["id"] }],
])("what could not work is refused in words: %s", (words, options) => {
  expect(() => changeTriggers(options)).toThrow(words);
});

it("D14.1: installed again for fewer operations, and without stamps, the triggers of the others are gone", async () => {
  const { pool, changes } = await setUp({ ...orders, revision: "revision" });
  await pool.query(changeTriggers({ ...orders, operations: ["DELETE"] }));
  await pool.query("INSERT INTO orders (id, status) VALUES ('1', 'open'); UPDATE orders SET status = 'sent'");
  const { rows } = await pool.query("SELECT revision FROM orders");
  expect([await changes(), rows]).toEqual([[], [{ revision: 1 }]]);
  await pool.query("DELETE FROM orders");
  expect(await changes()).toMatchObject([{ operation: "DELETE", oldRow: { id: "1", status: "sent" } }]);
});

it("D14.1: a column that the table does not have is refused when the triggers are installed", async () => {
  const { pool } = await setUp();
  for (const wrong of [{ columns: ["id", "state"] }, { key: "code" }]) {
    await expect(pool.query(changeTriggers({ ...orders, json: [], ...wrong }))).rejects.toThrow("does not exist");
  }
});

it("D14.1: a table whose name has backslashes and quotes is named as it is, however the server reads them", () => {
  expect(changeTriggers({ ...orders, table: "a\\b'c" })).toMatch(/ E'+a\\\\\\\\b'+c'+/);
  expect(changeTriggers(orders)).not.toContain(" E'");
});
