import type { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "../../store/sqlite/open.ts";
import { createSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { createOrderRepository, type NewOrder, type OrderRepository } from "./order-repository.ts";

let database: DatabaseSync;
let orders: OrderRepository;
const onUnreadable = vi.fn();

const placed: NewOrder = {
  id: "o1",
  order_code: "ORD-AAAAAA",
  user_id: "u",
  address_id: "a",
  items: [{ name: "Tea", qty: 2, unit_price: 9.95 }],
  total_qty: 2,
  final_amount_cents: 1990,
  order_status: "Order Received",
  created_at: "2026-02-26T05:00:00.000Z",
};

beforeEach(() => {
  database = openDatabase(":memory:");
  database.exec(
    "INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@example.com', 'U', 'user', 'h'), ('v', 'v@example.com', 'V', 'user', 'h')",
  );
  onUnreadable.mockClear();
  orders = createOrderRepository(createSqliteStore(database), onUnreadable);
  return () => database.close();
});

async function idsOf(request: Parameters<OrderRepository["list"]>[0]): Promise<string[]> {
  return (await orders.list(request)).map(({ id }) => id);
}

it("gives back what was placed, money in full", async () => {
  const stored = await orders.insert(placed);
  expect(stored).toEqual(await orders.find("o1"));
  const { final_amount_cents: _, ...rest } = placed;
  expect(await orders.find("o1")).toEqual({ ...rest, final_amount: 19.9, updated_at: placed.created_at, revision: 1 });
  expect(await orders.find("o2")).toBeUndefined();
});

it("answers undefined for a code that is taken, and stores nothing", async () => {
  await orders.insert(placed);
  expect(await orders.insert({ ...placed, id: "o2" })).toBeUndefined();
  expect(await orders.list({ limit: 10 })).toHaveLength(1);
});

it("lists one user's or everyone's, newest first; of the same moment the later one first", async () => {
  await orders.insert(placed);
  await orders.insert({ ...placed, id: "o2", order_code: "ORD-2", created_at: "2026-02-27T05:00:00.000Z" });
  await orders.insert({ ...placed, id: "o3", order_code: "ORD-3", user_id: "v" });
  await orders.insert({ ...placed, id: "o4", order_code: "ORD-4" });
  expect(await idsOf({ userId: "u", limit: 10 })).toEqual(["o2", "o4", "o1"]);
  expect(await idsOf({ limit: 10 })).toEqual(["o2", "o4", "o3", "o1"]);
  expect(await idsOf({ userId: "nobody", limit: 10 })).toEqual([]);
});

it.each([1, 2, 3, 7, 8])(
  "pages of %i are the list without a hole and twice nothing, also within one moment",
  async (limit) => {
    for (let index = 1; index <= 7; index += 1) {
      const day = Math.ceil(index / 3);
      const created_at = `2026-03-0${day}T05:00:00.000Z`;
      await orders.insert({ ...placed, id: `o${index}`, order_code: `ORD-${index}`, created_at });
    }
    const pages: string[][] = [];
    let before: string | undefined;
    do {
      pages.push(await idsOf({ userId: "u", before, limit }));
      before = pages.at(-1)?.at(-1);
    } while (pages.at(-1)?.length === limit);
    expect(pages.flat()).toEqual(["o7", "o6", "o5", "o4", "o3", "o2", "o1"]);
    expect(pages).toHaveLength(Math.floor(7 / limit) + 1);
  },
);

it("a page before an order that is not there is empty", async () => {
  await orders.insert(placed);
  expect(await idsOf({ before: "o2", limit: 10 })).toEqual([]);
});

it("changes a status in one transaction, and answers the row as the triggers left it", async () => {
  await orders.insert(placed);
  const changed = await orders.changeStatus("o1", () => "Preparing");
  expect(changed).toMatchObject({ order_status: "Preparing", revision: 2 });
  expect(await orders.changeStatus("o2", () => "Preparing")).toBeUndefined();
});

it("the same status changes nothing", async () => {
  await orders.insert(placed);
  expect(await orders.changeStatus("o1", ({ order_status }) => order_status)).toMatchObject({ revision: 1 });
});

it("what decide throws is thrown, and nothing is changed", async () => {
  await orders.insert(placed);
  const refuse = () => {
    throw new Error("no");
  };
  await expect(orders.changeStatus("o1", refuse)).rejects.toThrow("no");
  expect(await orders.find("o1")).toMatchObject({ revision: 1 });
  expect(database.isTransaction).toBe(false);
});

it("a row that is no order is left out and reported; the others are there", async () => {
  await orders.insert(placed);
  await orders.insert({ ...placed, id: "o2", order_code: "ORD-2" });
  database.exec("PRAGMA ignore_check_constraints = ON; UPDATE orders SET order_status = 'Lost' WHERE id = 'o1'");
  expect(await idsOf({ userId: "u", limit: 10 })).toEqual(["o2"]);
  expect(onUnreadable).toHaveBeenCalledWith({
    table: "orders",
    id: "o1",
    issues: [expect.stringContaining("Invalid status")],
  });
});

it("a row that is no order does not make its page the last one", async () => {
  for (const id of ["o1", "o2", "o3"]) await orders.insert({ ...placed, id, order_code: id });
  database.exec("PRAGMA ignore_check_constraints = ON; UPDATE orders SET order_status = 'Lost' WHERE id = 'o2'");
  expect(await idsOf({ limit: 2 })).toEqual(["o3", "o1"]);
});

it("S17.1: a page of some statuses looks at no row of the others, however many there are", async () => {
  const { prepare } = database;
  const prepared: string[] = [];
  database.prepare = (sql) => {
    prepared.push(sql);
    return prepare.call(database, sql);
  };
  const own = createOrderRepository(createSqliteStore(database));
  prepared.length = 0;
  for (const statuses of [["Preparing"], ["Cancelled", "Preparing"], ["Preparing", "Cancelled"]] as const) {
    expect(await own.placed({ statuses, limit: 10 })).toEqual([]);
    expect(await own.recent({ statuses, limit: 10 })).toEqual([]);
  }
  // SQLite looks through all rows of a status whose only condition is that it was not asked for.
  expect(prepared).toHaveLength(4);
  for (const sql of prepared) {
    expect(sql).not.toContain("Delivered");
    const plan = prepare.call(database, `EXPLAIN QUERY PLAN ${sql}`).all("a", "a", "a");
    for (const { detail } of plan) expect(detail).not.toMatch(/SCAN orders/);
  }
  expect(await own.placed({ statuses: [], limit: 10 })).toEqual([]);
});
