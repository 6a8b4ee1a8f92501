import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type OrderStatus, ordersStream } from "@tidings/contracts/orders";
import { createHub, publication } from "@tidings/hub";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { createRecordingSink } from "@tidings/hub/testing";
import { expect, it, onTestFinished } from "vitest";
import { createRelay } from "../relay.ts";
import { createSqliteChangeSource } from "./change-source.ts";
import { CHANGE_TABLES } from "./change-tables.ts";
import { changeTriggers } from "./change-triggers.ts";
import { watchCommits } from "./watch-commits.ts";

interface Row {
  readonly id: string;
  readonly status: OrderStatus;
  readonly revision: number;
}

/** One life of a process that serves a shop's own database. */
async function start(file: string) {
  const database = new DatabaseSync(file);
  database.exec(CHANGE_TABLES);
  database.exec(changeTriggers({ table: "orders", columns: ["id", "status"], revision: "revision" }));
  const hub = createHub({ log: createSqliteLog({ database }) });
  const relay = createRelay({
    source: createSqliteChangeSource(database),
    publishAll: hub.publishAll,
    mappers: {
      orders({ newRow }) {
        const { id, status, revision } = newRow as Row;
        const data = { order_id: id, order_code: "ORD-A7X3B2", order_status: status, revision };
        return [publication(ordersStream.topic("ada"), { event: "order_status_update", data })];
      },
    },
  });
  const stopWatching = watchCommits(database, relay.catchUp, 5);
  await relay.catchUp();
  return {
    connect(lastEventId?: string) {
      const sink = createRecordingSink();
      const topics = [ordersStream.topic("ada")];
      hub.connect(sink, { stream: ordersStream, topics, greeting: { message: "SSE connected" }, lastEventId });
      return sink;
    },
    async stop() {
      stopWatching();
      await relay.close();
      await hub.close();
      database.close();
    },
  };
}

const statuses = ({ events }: ReturnType<typeof createRecordingSink>) =>
  events.filter(({ type }) => type === "order_status_update").map(({ data }) => JSON.parse(data).order_status);

it("D14.1: rows of a database that was there before publish, whoever writes them, and while nobody runs", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tidings-shop-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "shop.db");
  const shop = new DatabaseSync(file);
  shop.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;
    CREATE TABLE orders (id TEXT PRIMARY KEY, status TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 1);
    INSERT INTO orders (id, status) VALUES ('1', 'Order Received')`);

  const first = await start(file);
  const reader = first.connect();
  await expect.poll(() => reader.events).toHaveLength(1);
  shop.exec("UPDATE orders SET status = 'Preparing'");
  await expect.poll(() => statuses(reader)).toEqual(["Preparing"]);
  await first.stop();

  shop.exec("UPDATE orders SET status = 'Out for Delivery'; UPDATE orders SET status = 'Delivered'");
  const second = await start(file);
  const again = second.connect(reader.lastEventId);
  await expect.poll(() => statuses(again)).toEqual(["Out for Delivery", "Delivered"]);
  await second.stop();
  shop.close();
});
