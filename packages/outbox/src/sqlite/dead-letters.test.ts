import { DatabaseSync } from "node:sqlite";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub, publication } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { expect, it, onTestFinished } from "vitest";
import type { Change, ChangeMapper } from "../change.ts";
import { createRelay } from "../relay.ts";
import { createSqliteChangeSource } from "./change-source.ts";
import { CHANGE_TABLES } from "./change-tables.ts";
import { changeTriggers } from "./change-triggers.ts";
import { createSqliteDeadLetters } from "./dead-letters.ts";

/** A database whose relay cannot publish orders until its mapper is mended. */
function setUp() {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY) STRICT");
  database.exec(CHANGE_TABLES);
  database.exec(changeTriggers({ table: "orders", columns: ["id"] }));
  const hub = createHub({ log: createMemoryLog() });
  const published: string[] = [];
  let mended = false;
  const mapper: ChangeMapper = ({ rowId }: Change) => {
    if (!mended) throw new Error("cannot be mapped");
    const data = { order_id: rowId, order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 1 } as const;
    published.push(rowId);
    return [publication(ordersStream.topic("u"), { event: "order_status_update", data })];
  };
  const source = createSqliteChangeSource(database);
  const relay = createRelay({ source, publishAll: hub.publishAll, mappers: { orders: mapper } });
  onTestFinished(async () => {
    await relay.close();
    await hub.close();
    database.close();
  });
  return {
    database,
    relay,
    published,
    deadLetters: createSqliteDeadLetters(database),
    mend: () => {
      mended = true;
    },
  };
}

it("D14.3: lists dead letters with their reasons, the newest first, in pages", async () => {
  const { database, relay, deadLetters } = setUp();
  database.exec("INSERT INTO orders VALUES ('a'), ('b'), ('c')");
  await relay.catchUp();
  expect(deadLetters.list({ limit: 2 })).toMatchObject([
    { change: { id: 3, rowId: "c", newRow: { id: "c" } }, reason: "cannot be mapped", failedAt: expect.any(String) },
    { change: { id: 2, rowId: "b" } },
  ]);
  expect(deadLetters.list({ before: 2 })).toMatchObject([{ change: { id: 1, table: "orders", operation: "INSERT" } }]);
});

it("D14.3: lists 100 of them unless it is told otherwise", async () => {
  const { database, relay, deadLetters } = setUp();
  for (let id = 1; id <= 101; id += 1) database.exec(`INSERT INTO orders VALUES ('${id}')`);
  await relay.catchUp();
  expect(deadLetters.list().map(({ change }) => change.id)).toEqual(Array.from({ length: 100 }, (_, n) => 101 - n));
});

it("D14.7: one that is tried again is published once its mapper is mended, and is gone from the list", async () => {
  const { database, relay, published, deadLetters, mend } = setUp();
  database.exec("INSERT INTO orders VALUES ('a')");
  await relay.catchUp();
  expect(deadLetters.retry(1)).toBe(true);
  expect(deadLetters.list()).toEqual([]);
  await relay.catchUp();
  expect(deadLetters.list()).toMatchObject([{ change: { id: 2, rowId: "a" }, reason: "cannot be mapped" }]);
  mend();
  expect(deadLetters.retry(2)).toBe(true);
  await relay.catchUp();
  expect(published).toEqual(["a"]);
  expect(deadLetters.list()).toEqual([]);
});

it("one that is dropped is gone; of one that is not there both say so", async () => {
  const { database, relay, deadLetters } = setUp();
  database.exec("INSERT INTO orders VALUES ('a')");
  await relay.catchUp();
  expect(deadLetters.drop(1)).toBe(true);
  expect(deadLetters.drop(1)).toBe(false);
  expect(deadLetters.retry(1)).toBe(false);
  expect(deadLetters.list()).toEqual([]);
});
