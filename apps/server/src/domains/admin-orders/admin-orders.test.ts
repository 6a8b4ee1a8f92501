import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { EndpointData } from "@tidings/contracts";
import { listAdminOrders, type OrderCounts } from "@tidings/contracts/admin-orders";
import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it } from "vitest";
import { DATABASE_FILE } from "../../store/sqlite/open.ts";
import { startServer, temporaryDirectory } from "../../testing/start-server.ts";

const { ada } = sampleUsers;

/** A server, an admin, and another program that has its database open. */
async function start(dataDir?: string) {
  const server = await startServer(dataDir === undefined ? {} : { dataDir });
  const token = await server.signIn(sampleUsers.admin.email);
  const database = new DatabaseSync(join(server.config.dataDir, DATABASE_FILE), { timeout: 5000 });
  const list = async (query = "") => {
    const response = await server.call(token, "GET", `${listAdminOrders.path}${query}`);
    expect(response.status).toBe(200);
    const body = (await response.json()) as { data: EndpointData<typeof listAdminOrders>; position: string };
    return { ...body.data, position: body.position };
  };
  return {
    server,
    token,
    list,
    counts: async () => (await list("?limit=1")).counts,
    write: (sql: string) => database.exec(sql),
    /** Orders by a number, all placed at the same moment. */
    fill: (count: number, status: string, from = 0, at = "2026-01-01T00:00:00.000Z") =>
      database.exec(
        `WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${from + count - 1})
         INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status,
           created_at, updated_at)
         SELECT 'n' || i, 'N' || i, '${ada.id}', 'a', '[]', 0, 0, '${status}', '${at}', '${at}' FROM n`,
      ),
    async [Symbol.asyncDispose]() {
      database.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const less = (counts: OrderCounts) => ({ ...counts, revision: 0 });

it("D26.1: the counts are over all orders, and kept whoever places, moves or deletes one", async () => {
  await using rig = await start();
  const before = await rig.counts();
  rig.fill(300, "Order Received");
  rig.write("UPDATE orders SET order_status = 'Delivered' WHERE id IN ('n1', 'n2', 'n3')");
  rig.write("DELETE FROM orders WHERE id IN ('n3', 'n4')");
  rig.write("UPDATE orders SET address_id = 'b' WHERE id = 'n5'");
  rig.write(
    `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents)
     VALUES ('n6', 'N6', '${ada.id}', 'a', '[]', 0, 0) ON CONFLICT DO UPDATE SET order_status = 'Cancelled'`,
  );
  const after = await rig.counts();
  expect(less(after)).toEqual({
    ...less(before),
    PENDING: before.PENDING + 300 - 3 - 1 - 1,
    DELIVERED: before.DELIVERED + 2,
    CANCELLED: before.CANCELLED + 1,
  });
  expect(after.revision).toBeGreaterThan(before.revision);
});

it("D26.1, D26.2: a transaction that is rolled back counts for nothing, and a restart counts anew", async () => {
  using directory = temporaryDirectory();
  let counted: OrderCounts;
  {
    await using rig = await start(directory.path);
    const before = await rig.counts();
    rig.write("BEGIN; DELETE FROM orders; ROLLBACK");
    expect(await rig.counts()).toEqual(before);
    // The one thing that SQLite tells no trigger of: the row that REPLACE removes.
    rig.fill(1, "Delivered");
    rig.write("INSERT OR REPLACE INTO orders SELECT * FROM orders WHERE id = 'n0'");
    expect((await rig.counts()).DELIVERED).toBe(before.DELIVERED + 2);
    counted = before;
  }
  await using rig = await start(directory.path);
  const after = await rig.counts();
  expect(less(after)).toEqual({ ...less(counted), DELIVERED: counted.DELIVERED + 1 });
  expect(after.revision).toBeGreaterThan(counted.revision);
});

it("D26.3: who asks for the counts hears them on coming, and whenever they change; others hear nothing of them", async () => {
  await using rig = await start();
  const open = (query: string) =>
    rig.server.open(`/api/admin/stream/orders?${query}`, { headers: { Authorization: `Bearer ${rig.token}` } });
  const [told, plain, without] = await Promise.all([open("counts=true"), open(""), open("counts=false")]);
  for (const reader of [told, plain, without]) expect((await reader.next()).type).toBe("message");
  const before = await rig.counts();
  expect(await told.next()).toMatchObject({ type: "order_counts", data: before });

  /** What is told until some counts are. */
  const until = async (wanted: Partial<OrderCounts>): Promise<OrderCounts> => {
    for (;;) {
      const { type, data } = await told.next();
      if (type !== "order_counts") continue;
      if (Object.entries(wanted).every(([name, value]) => data[name] === value)) return data;
    }
  };
  rig.write("UPDATE orders SET order_status = 'Cancelled' WHERE order_status = 'Out for Delivery'");
  const moved = before.OUT_FOR_DELIVERY;
  const after = await until({ OUT_FOR_DELIVERY: 0, CANCELLED: before.CANCELLED + moved });
  expect(after).toEqual(await rig.counts());
  // A deletion has no event of its own.
  rig.write("DELETE FROM orders WHERE order_status = 'Delivered'");
  await until({ DELIVERED: 0 });

  for (const reader of [plain, without]) {
    for (let index = 0; index < moved; index += 1) expect((await reader.next()).type).toBe("order_update");
    expect(reader.pending()).toEqual([]);
  }
  const refused = await rig.server.call(rig.token, "GET", "/api/admin/stream/orders?counts=maybe");
  expect(refused.status).toBe(400);
});

it("D26.3: who was away when the counts changed hears on coming back what they are now", async () => {
  await using rig = await start();
  const { position } = await rig.list();
  rig.write("UPDATE orders SET order_status = 'Cancelled'");
  const back = await rig.server.open("/api/admin/stream/orders?counts=true", {
    headers: { Authorization: `Bearer ${rig.token}`, "Last-Event-ID": position },
  });
  let event = await back.next();
  while (event.type !== "order_counts") event = await back.next();
  expect(event.data).toEqual(await rig.counts());
});

it("001: every order is on one of the pages, once, however many were placed at the same moment", async () => {
  await using rig = await start();
  const fresh = await rig.counts();
  rig.fill(450, "Order Received");
  rig.fill(30, "Delivered", 450);
  const found: string[] = [];
  let before: string | null | undefined;
  while (before !== null) {
    const page = await rig.list(`?status=PENDING&limit=100${before ? `&before=${before}` : ""}`);
    found.push(...page.orders.map(({ id }) => id));
    expect(page.counts.PENDING).toBe(450 + fresh.PENDING);
    before = page.next;
  }
  expect(found).toHaveLength(450 + fresh.PENDING);
  expect(new Set(found).size).toBe(found.length);
  const { orders, next } = await rig.list("?limit=200&status=PENDING,DELIVERED");
  const times = orders.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(["PENDING", "DELIVERED"]));
  expect(next).toBe(orders.at(-1)?.id);
});

it("001: a page begins after an order that has left its filter since, and after none that is not there", async () => {
  await using rig = await start();
  const fresh = await rig.counts();
  rig.fill(5, "Order Received");
  const first = await rig.list("?status=PENDING&limit=3");
  rig.write(`UPDATE orders SET order_status = 'Delivered' WHERE id = '${first.next}'`);
  const second = await rig.list(`?status=PENDING&limit=200&before=${first.next}`);
  expect(second.next).toBeNull();
  const ids = [...first.orders, ...second.orders].map(({ id }) => id);
  expect(new Set(ids).size).toBe(5 + fresh.PENDING);
  for (const before of ["nowhere", ""]) {
    const refused = await rig.server.call(rig.token, "GET", `${listAdminOrders.path}?before=${before}`);
    expect(refused.status).toBe(404);
  }
});
