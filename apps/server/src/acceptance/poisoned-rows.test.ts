import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

// Another program writes into the database whatever SQLite lets it write: the server goes on for everybody else.

const { ada, grace, admin } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);
/** The first integer that JavaScript's numbers skip. */
const HUGE = "9007199254740993";
/** Lets a program write past CHECK, NOT NULL and column types, and keeps the triggers from refusing what they cannot write down. */
const lawless = [
  "PRAGMA writable_schema = ON",
  "PRAGMA ignore_check_constraints = ON",
  "PRAGMA foreign_keys = OFF",
  "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), ' NOT NULL', '') WHERE type = 'table'",
  "DELETE FROM sqlite_schema WHERE type = 'trigger'",
  "PRAGMA writable_schema = RESET",
];

interface List {
  readonly table: string;
  readonly path: string;
  readonly email: string;
  /** The rows of an answer. */
  readonly rows: (data: never) => readonly object[];
  /** Copies the newest row of the list to one with the id `poison`, in front of it. */
  readonly copy: string;
  /** What a program may set in it, one at a time. */
  readonly poisons: readonly string[];
}

const asIs = (data: readonly object[]) => data;
const lists: readonly List[] = [
  {
    table: "orders",
    path: "/api/orders",
    email: ada.email,
    rows: asIs,
    copy: `INSERT INTO orders SELECT 'poison', 'ORD-POISON', user_id, address_id, items, total_qty, final_amount_cents,
      order_status, '2999-01-01T00:00:00.000Z', updated_at, revision FROM orders WHERE id = '${sampleOrders[0].id}'`,
    poisons: [
      `total_qty = ${HUGE}`,
      `final_amount_cents = ${HUGE}`,
      `revision = -${HUGE}`,
      "total_qty = 'three'",
      "final_amount_cents = NULL",
      "final_amount_cents = 'free'",
      "revision = 1.5",
      "items = 'no JSON'",
      "items = NULL",
      "items = x'00ff'",
      "items = '{}'",
      "order_code = x'00'",
      "address_id = NULL",
      "order_status = 'Lost'",
      "updated_at = 7",
    ],
  },
  {
    table: "records",
    path: "/api/records",
    email: ada.email,
    rows: asIs,
    copy: `INSERT INTO records SELECT 'poison', '${ada.id}', title, details, visibility, '2999-01-01T00:00:00.000Z',
      updated_at, revision FROM records LIMIT 1`,
    poisons: [`revision = ${HUGE}`, "title = NULL", "details = x'00'", "revision = 'new'", "updated_at = 1"],
  },
  {
    table: "prescriptions",
    path: "/api/prescriptions",
    email: ada.email,
    rows: asIs,
    copy: `INSERT INTO prescriptions SELECT 'poison', '${ada.id}', medication, dosage, status, '2999-01-01T00:00:00.000Z',
      updated_at, revision FROM prescriptions LIMIT 1`,
    poisons: [`revision = ${HUGE}`, "status = 'lost'", "dosage = NULL", "medication = x'00'"],
  },
  {
    table: "appointments",
    path: "/api/appointments",
    email: ada.email,
    rows: asIs,
    copy: `INSERT INTO appointments (id, user_id, title, location, starts_at) VALUES
      ('poison', '${ada.id}', 'x', 'y', '2999-01-01T00:00:00.000Z')`,
    poisons: [`remind_minutes = ${HUGE}`, "cancelled = 7", `cancelled = ${HUGE}`, "title = NULL", "reminded_at = 7"],
  },
  {
    table: "chat_messages",
    path: `/api/chat/messages?conversationId=${conversationId}`,
    email: ada.email,
    rows: ({ messages }: { messages: readonly object[] }) => messages,
    copy: `INSERT INTO chat_messages (seq, id, conversation_id, sender_id, text, status, created_at)
      SELECT max(seq) + 1, 'poison', conversation_id, sender_id, text, status, created_at
      FROM chat_messages WHERE conversation_id = '${conversationId}'`,
    poisons: ["text = NULL", "text = x'00'", "status = 'lost'", "created_at = 7", `client_message_id = x'00'`],
  },
];

async function read({ path, email, rows }: List, server: TestServer): Promise<readonly object[]> {
  const answer = await server.call(await server.signIn(email), "GET", path);
  expect(answer.status).toBe(200);
  const { data } = (await answer.json()) as { data: never };
  return rows(data);
}

const reportsOf = (server: TestServer, table: string) =>
  server.logged
    .filter((line) => line.includes("row left out"))
    .map((line) => JSON.parse(line))
    .filter((line) => line.table === table);

it.each(lists.map((list) => [list.table, list] as const))(
  "S18.1, S18.2: a row of %s that is wrong is left out and reported once, and the rest of the list comes",
  async (table, list) => {
    await using server = await startServer({ env: { METRICS_TOKEN: "a token for metrics" } });
    const whole = await read(list, server);
    expect(whole.length).toBeGreaterThan(0);
    await writeFromOutside(server.config.dataDir, ...lawless, list.copy);
    expect(await read(list, server)).toHaveLength(whole.length + 1);
    for (const [index, poison] of list.poisons.entries()) {
      await writeFromOutside(
        server.config.dataDir,
        "PRAGMA ignore_check_constraints = ON",
        `DELETE FROM ${table} WHERE id = 'poison'`,
        list.copy,
        `UPDATE ${table} SET ${poison} WHERE id = 'poison'`,
      );
      expect(await read(list, server), poison).toEqual(whole);
      expect(await read(list, server), poison).toEqual(whole);
      const reports = reportsOf(server, table);
      // Two wrong values of one column are one report; another column is another.
      expect(reports.length, poison).toBeLessThanOrEqual(index + 1);
      expect(reports.at(-1), poison).toMatchObject({ row: "poison", issues: [expect.stringMatching(/./)], level: 50 });
    }
    const metrics = await server.call("a token for metrics", "GET", "/metrics");
    expect(await metrics.text()).toContain(
      `tidings_unreadable_rows_total{table="${table}"} ${reportsOf(server, table).length}`,
    );
  },
);

it("S18.3, D14.3: after a row that is wrong was read, others' changes are relayed and written, and it is ready", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE orders SET total_qty = ${HUGE} WHERE id = '${sampleOrders[1].id}'`,
  );
  const listed = await server.call(token, "GET", "/api/orders");
  expect(((await listed.json()) as { data: unknown[] }).data).toHaveLength(sampleOrders.length - 1);
  expect((await server.call(token, "GET", `/api/orders/${sampleOrders[1].id}`)).status).toBe(404);

  const stream = await server.open(`/api/orders/stream?token=${token}`);
  await stream.next();
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE orders SET order_status = 'Delivered' WHERE id = '${sampleOrders[0].id}'`,
  );
  expect((await stream.next()).data).toMatchObject({ order_id: sampleOrders[0].id, order_status: "Delivered" });
  const written = await server.call(token, "POST", "/api/records", { title: "still there" });
  expect(written.status).toBe(201);
  expect((await server.fetch("/readyz")).status).toBe(200);
});

it("S18.1, S18.3, D14.3: a wrong row of changes, and ids above every number, are no end of the line", async () => {
  await using server = await startServer();
  const stream = await server.open(`/api/orders/stream?token=${await server.signIn(ada.email)}`);
  await stream.next();
  await writeFromOutside(
    server.config.dataDir,
    "PRAGMA writable_schema = ON",
    "PRAGMA ignore_check_constraints = ON",
    "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), ' NOT NULL', '') WHERE name LIKE '%changes'",
    "PRAGMA writable_schema = RESET",
    `INSERT INTO changes (id, table_name, row_id, operation) VALUES (${HUGE}, x'00', NULL, 'LOST')`,
    `UPDATE orders SET order_status = 'Delivered' WHERE id = '${sampleOrders[0].id}'`,
  );
  expect((await stream.next()).data).toMatchObject({ order_id: sampleOrders[0].id, order_status: "Delivered" });
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE orders SET order_status = 'Cancelled' WHERE id = '${sampleOrders[0].id}'`,
  );
  expect((await stream.next()).data).toMatchObject({ order_id: sampleOrders[0].id, order_status: "Cancelled" });
  expect((await server.fetch("/readyz")).status).toBe(200);
  expect(server.logged.filter((line) => line.includes("put aside")).map((line) => JSON.parse(line).change)).toEqual([
    HUGE,
  ]);
});

it("S18.1: a user's row that is wrong signs nobody in, and takes nothing from the others", async () => {
  await using server = await startServer();
  const token = await server.signIn(grace.email);
  await writeFromOutside(server.config.dataDir, ...lawless, `UPDATE users SET role = 'lord' WHERE id = '${grace.id}'`);
  expect((await server.call(token, "GET", "/api/orders")).status).toBe(401);
  const credentials = { email: grace.email, password: "tidings-demo" };
  expect((await server.call("", "POST", "/api/auth/login", credentials)).status).toBe(401);
  expect((await server.call(await server.signIn(admin.email), "GET", "/api/orders?scope=all")).status).toBe(200);
  const chats = await server.call(await server.signIn(ada.email), "GET", "/api/chat/conversations");
  expect(chats.status).toBe(200);
});
