import { DatabaseSync } from "node:sqlite";
import { CHANGE_TABLES } from "@tidings/outbox/sqlite";
import { beforeEach, expect, it } from "vitest";
import { openDatabase } from "./open.ts";

let database: DatabaseSync;

beforeEach(() => {
  database = openDatabase(":memory:");
  database.exec(`
    INSERT INTO users (id, email, name, role, password_hash)
      VALUES ('u', 'u@example.com', 'U', 'user', 'h'), ('v', 'v@example.com', 'V', 'user', 'h');
    INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents)
      VALUES ('o1', 'ORD-AAAAAA', 'u', 'a', '[]', 1, 1999), ('o2', 'ORD-BBBBBB', 'u', 'a', '[]', 1, 100)`);
  return () => database.close();
});

const changesAfter = (id: number) =>
  database
    .prepare("SELECT id, table_name, row_id, operation, old_row, new_row FROM changes WHERE id > ? ORDER BY id")
    .all(id)
    .map(({ id: number, table_name, row_id, operation, old_row, new_row }) => ({
      id: number,
      table_name,
      row_id,
      operation,
      old: old_row === null ? null : JSON.parse(String(old_row)),
      new: new_row === null ? null : JSON.parse(String(new_row)),
    }));
const order = (id = "o1") => database.prepare("SELECT * FROM orders WHERE id = ?").get(id);

it("the tables of the migrations are those of the outbox", () => {
  const outbox = new DatabaseSync(":memory:");
  outbox.exec(CHANGE_TABLES);
  for (const table of ["changes", "relay_cursor", "dead_changes"]) {
    const columns = (of: DatabaseSync) => of.prepare(`SELECT * FROM pragma_table_info('${table}')`).all();
    expect(columns(outbox)).not.toEqual([]);
    expect(columns(database)).toEqual(columns(outbox));
  }
  outbox.close();
});

it("D14.1: an insert writes one change with the whole row", () => {
  expect(changesAfter(0)).toHaveLength(2);
  expect(changesAfter(0)[0]).toMatchObject({ table_name: "orders", row_id: "o1", operation: "INSERT", old: null });
  expect(changesAfter(0)[0]?.new).toEqual({ ...order(), items: [] });
});

it("D14.1, D6.1: an update by hand bumps revision and time and writes one change with old and new row", () => {
  const before = order();
  database.exec("UPDATE orders SET order_status = 'Preparing' WHERE id = 'o1'");
  const after = order();
  expect(after).toMatchObject({ order_status: "Preparing", revision: 2 });
  expect(String(after?.updated_at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(changesAfter(2)).toEqual([
    {
      id: 3,
      table_name: "orders",
      row_id: "o1",
      operation: "UPDATE",
      old: { ...before, items: [] },
      new: { ...after, items: [] },
    },
  ]);
});

it.each(["ON", "OFF"])("D14.1: one change for each row, with recursive_triggers %s too", (setting) => {
  database.exec(`PRAGMA recursive_triggers = ${setting}; UPDATE orders SET order_status = 'Preparing'`);
  expect(changesAfter(2).map(({ row_id, new: row }) => [row_id, row.revision])).toEqual([
    ["o1", 2],
    ["o2", 2],
  ]);
});

it("an update that changes nothing is no change", () => {
  database.exec("UPDATE orders SET order_status = order_status, items = items");
  expect(changesAfter(2)).toEqual([]);
  expect(order()).toMatchObject({ revision: 1 });
});

it("D6.1: whoever sets the revision along with the status does not choose it", () => {
  database.exec("UPDATE orders SET order_status = 'Preparing', revision = 0, updated_at = 'yesterday'");
  expect(order()).toMatchObject({ revision: 2, updated_at: expect.stringMatching(/Z$/) });
  expect(changesAfter(2)[0]?.new.revision).toBe(2);
});

it("a change of the id is one change that knows both", () => {
  database.exec("UPDATE orders SET id = 'o9' WHERE id = 'o1'");
  expect(changesAfter(2)).toMatchObject([{ row_id: "o9", old: { id: "o1" }, new: { id: "o9", revision: 2 } }]);
});

it("a delete writes one change with the row that was", () => {
  const before = order();
  database.exec("DELETE FROM orders WHERE id = 'o1'");
  expect(changesAfter(2)).toMatchObject([
    { operation: "DELETE", row_id: "o1", old: { ...before, items: [] }, new: null },
  ]);
});

it("D14.1: what is rolled back leaves no change", () => {
  database.exec("BEGIN; UPDATE orders SET order_status = 'Preparing'; ROLLBACK");
  expect(changesAfter(2)).toEqual([]);
});

it("a status that does not exist is refused by the database itself", () => {
  expect(() => database.exec("UPDATE orders SET order_status = 'Lost'")).toThrow(/CHECK constraint failed/);
});

it.each([
  ["UPDATE users SET disabled_at = 'now' WHERE id = 'v'", "UPDATE", { id: "v", role: "user", disabled_at: "now" }],
  ["UPDATE users SET role = 'admin' WHERE id = 'v'", "UPDATE", { id: "v", role: "admin", disabled_at: null }],
  ["UPDATE users SET id = 'w' WHERE id = 'v'", "UPDATE", { id: "w", role: "user", disabled_at: null }],
  ["DELETE FROM users WHERE id = 'v'", "DELETE", null],
])("S12.4: %s is a change of v's rights, and holds no password", (sql, operation, row) => {
  const last = Number(changesAfter(0).at(-1)?.id ?? 0);
  database.exec(sql);
  const old = { id: "v", role: "user", disabled_at: null };
  expect(changesAfter(last)).toMatchObject([{ table_name: "users", operation, new: row }]);
  expect(changesAfter(last)[0]?.old).toEqual(old);
});

it("S12.4: a user's name, password, or a right that stays as it is, is none", () => {
  const last = Number(changesAfter(0).at(-1)?.id ?? 0);
  database.exec("UPDATE users SET name = 'W', password_hash = 'x', role = 'user', disabled_at = NULL");
  expect(changesAfter(last)).toEqual([]);
});
