import { setImmediate as turn } from "node:timers/promises";
import { notesStream } from "@tidings/contracts/testing";
import { createHub, publication } from "@tidings/hub";
import { createPostgresLog } from "@tidings/hub/postgres";
import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Change } from "../change.ts";
import { createRelay } from "../relay.ts";
import { changeTriggers, createPostgresChangeSource, POSTGRES_CHANGE_TABLES } from "./index.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const ROWS = 4;

/** What one writer does: transactions over some rows, one after the other, each of which takes as long as others let it. */
interface Writer {
  readonly transactions: readonly {
    readonly rows: readonly number[];
    readonly turns: number;
    readonly isRolledBack: boolean;
  }[];
}

const writer: fc.Arbitrary<Writer> = fc.record({
  transactions: fc.array(
    fc.record({
      // In their order, so that two writers do not wait for each other.
      rows: fc.uniqueArray(fc.nat(ROWS - 1), { minLength: 1 }).map((rows) => rows.toSorted()),
      turns: fc.nat(30),
      isRolledBack: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
});

async function write(pool: Pool, { transactions }: Writer): Promise<void> {
  for (const { rows, turns, isRolledBack } of transactions) {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      for (const row of rows) {
        await client.query("UPDATE items SET value = value + 1 WHERE id = $1", [row]);
        for (let left = turns; left > 0; left -= 1) await turn();
      }
      await client.query(isRolledBack ? "ROLLBACK" : "COMMIT");
    } finally {
      client.release();
    }
  }
}

function mapItem({ newRow }: Change) {
  return [publication(notesStream.topic("t"), { event: "note", data: { text: JSON.stringify(newRow) } })];
}

/** A node of its own, which relays while others do. */
async function startNode(schema: string, fails: () => boolean) {
  const pool = database.openPool({ max: 6, options: `-c search_path=${schema}` });
  const log = await createPostgresLog({ pool });
  const hub = createHub({ log });
  const relay = createRelay({
    source: createPostgresChangeSource({ log }),
    mappers: { items: mapItem },
    batchSize: 3,
    retryMs: 1,
    async publishAll(publications) {
      await hub.publishAll(publications);
      // After it was stored: the transaction has to take it back.
      if (fails()) throw new Error("the node failed");
    },
  });
  return { pool, log, hub, relay };
}

it("D14.1, D14.2: with many writers, long and rolled back transactions, and two relays: each row's changes once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(writer, { minLength: 2, maxLength: 6 }), fc.nat(4), async (writers, failEvery) => {
      const { pool, schema } = await database.openSchema({ max: 8 });
      await pool.query(POSTGRES_CHANGE_TABLES);
      await pool.query("CREATE TABLE items (id integer PRIMARY KEY, value integer NOT NULL)");
      await pool.query("INSERT INTO items SELECT n, 0 FROM generate_series(0, $1) n", [ROWS - 1]);
      await pool.query(changeTriggers({ table: "items", columns: ["id", "value"] }));
      let publishes = 0;
      const fails = () => {
        publishes += 1;
        return failEvery > 1 && publishes % failEvery === 0;
      };
      const nodes = [await startNode(schema, fails), await startNode(schema, fails)];
      const start = await nodes[0]?.log.head();
      let isOver = false;
      const relaying = nodes.map(async ({ relay }) => {
        while (!isOver) {
          await relay.catchUp();
          await turn();
        }
      });
      try {
        await Promise.all(writers.map((one) => write(pool, one)));
        await expect.poll(async () => (await pool.query("SELECT 1 FROM changes LIMIT 1")).rowCount).toBe(0);
      } finally {
        // A relay that goes on after a failure would keep the process busy for ever.
        isOver = true;
        await Promise.all(relaying);
        for (const { relay } of nodes) await relay.close();
      }

      const values = new Map(
        (await pool.query("SELECT id, value FROM items")).rows.map(({ id, value }) => [id, value]),
      );
      const page = await nodes[1]?.log.read({
        topics: [notesStream.topic("t").name],
        after: start ?? { epoch: "", sequence: 0 },
        limit: 1000,
      });
      const published = (page?.events ?? []).map(({ data }) => JSON.parse(JSON.parse(data).text));
      for (const [id, value] of values) {
        const seen = published.filter((row) => row.id === id).map((row) => row.value);
        expect(seen).toEqual(Array.from({ length: value }, (_, index) => index + 1));
      }
      for (const node of nodes) {
        await node.hub.close();
        await node.pool.end();
      }
      await pool.end();
    }),
    { numRuns: 8 },
  );
});
