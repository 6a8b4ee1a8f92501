import { DatabaseSync } from "node:sqlite";
import { orderStatuses, ordersStream } from "@tidings/contracts/orders";
import { createHub, type EventLog, type Publication, parsePosition, publication } from "@tidings/hub";
import { createSqliteLog } from "@tidings/hub/sqlite";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Change, ChangeSource } from "../change.ts";
import { createRelay } from "../relay.ts";
import { createSqliteChangeSource } from "./change-source.ts";
import { CHANGE_TABLES } from "./change-tables.ts";
import { changeTriggers } from "./change-triggers.ts";

// A process that dies at any step leaves the database as it is at that step. Here the steps are counted, and from a
// chosen one on nothing has an effect any more; the next life starts from the database.

type Step =
  | { readonly write: number; readonly status: number }
  /** Relays until the given step; beyond the last one it ends by itself. */
  | { readonly relayUntil: number };

class Death extends Error {}

function createFuse(steps: number) {
  let left = steps;
  return () => {
    if (left === 0) throw new Death();
    left -= 1;
  };
}

/** Dies before an effect or after it, as the fuse has it. */
function mortal(source: ChangeSource, publishAll: (all: readonly Publication[]) => Promise<unknown>, burn: () => void) {
  const around = async <T>(effect: () => Promise<T>): Promise<T> => {
    burn();
    const result = await effect();
    burn();
    return result;
  };
  return {
    source: {
      next: (limit: number) => around(() => source.next(limit)),
      advance: (...args: Parameters<ChangeSource["advance"]>) => around(() => source.advance(...args)),
    },
    publishAll: (all: readonly Publication[]) => around(() => publishAll(all)),
  };
}

function openDatabase() {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY, status TEXT, revision INTEGER NOT NULL DEFAULT 1) STRICT");
  database.exec(CHANGE_TABLES);
  database.exec(changeTriggers({ table: "orders", columns: ["id", "status"], revision: "revision" }));
  return database;
}

function mapOrder({ newRow }: Change) {
  const { id, status, revision } = newRow as { id: string; status: (typeof orderStatuses)[number]; revision: number };
  const data = { order_id: id, order_code: "ORD-A7X3B2", order_status: status, revision };
  return [publication(ordersStream.topic("u"), { event: "order_status_update", data })];
}

async function live(database: DatabaseSync, steps: number, retention: number): Promise<void> {
  const log = createSqliteLog({ database, retention: { count: retention } });
  const hub = createHub({ log });
  const parts = mortal(createSqliteChangeSource(database, { keep: 3 }), hub.publishAll, createFuse(steps));
  const relay = createRelay({ ...parts, mappers: { orders: mapOrder }, batchSize: 3 });
  await relay.catchUp();
  await relay.close();
  await hub.close();
}

async function readLog(log: EventLog, from: string): Promise<unknown[]> {
  const after = parsePosition(from);
  if (after === undefined) throw new Error(`${from} is no position`);
  const { events } = await log.read({ topics: [ordersStream.topic("u").name], after, limit: 1000 });
  return events
    .map(({ data }) => JSON.parse(data))
    .map(({ order_id, order_status, revision }) => [order_id, order_status, revision]);
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ write: fc.nat(2), status: fc.nat(orderStatuses.length - 1) }),
  fc.record({ relayUntil: fc.nat(14) }),
);

it.each([1000, 1])(
  "D7.3, D14.2: wherever the relay dies, every change is published once and in order (log keeps %i)",
  async (retention) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const database = openDatabase();
        const log = createSqliteLog({ database, retention: { count: 1000 } });
        const hub = createHub({ log });
        const start = await hub.head();
        const expected: unknown[] = [];
        const current = new Map<string, { status: string; revision: number }>();
        for (const next of steps) {
          if ("relayUntil" in next) {
            await live(database, next.relayUntil, retention);
            continue;
          }
          const [id, status] = [`o${next.write}`, orderStatuses[next.status] ?? "Preparing"];
          const known = current.get(id);
          if (known === undefined) {
            database.exec(`INSERT INTO orders (id, status) VALUES ('${id}', '${status}')`);
          } else {
            database.exec(`UPDATE orders SET status = '${status}' WHERE id = '${id}'`);
            if (known.status === status) continue;
          }
          const revision = (known?.revision ?? 0) + 1;
          current.set(id, { status, revision });
          expected.push([id, status, revision]);
        }
        await live(database, Number.POSITIVE_INFINITY, retention);
        const sequences = Number(parsePosition(await hub.head())?.sequence);
        expect(sequences).toBe(expected.length);
        if (retention > 1) expect(await readLog(log, start)).toEqual(expected);
        database.close();
      }),
      { numRuns: 300 },
    );
  },
);
