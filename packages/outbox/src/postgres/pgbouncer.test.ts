import { notesStream } from "@tidings/contracts/testing";
import { createHub, publication } from "@tidings/hub";
import { createPostgresLog } from "@tidings/hub/postgres";
import { askForService, createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import type { Change } from "../change.ts";
import { createRelay } from "../relay.ts";
import {
  changeTriggers,
  createPostgresChangeSource,
  createPostgresDeadLetters,
  POSTGRES_CHANGE_TABLES,
  watchChanges,
} from "./index.ts";

let database: PostgresDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createPostgresDatabase();
  // The same database, by the pooler in front of it.
  const pooler = new URL(await askForService("pgbouncer"));
  pooler.pathname = new URL(database.url).pathname;
  pool = database.openPool({ connectionString: pooler.href, max: 6 });
});
afterAll(() => database[Symbol.asyncDispose]());

const WRITERS = 4;
const WRITES = 25;

function mapItem({ rowId, newRow }: Change) {
  if (rowId === "bad") throw new Error("cannot be mapped");
  return [publication(notesStream.topic("t"), { event: "note", data: { text: JSON.stringify(newRow) } })];
}

/** A node that relays, and hears other nodes by its timer. */
async function openNode() {
  const log = await createPostgresLog({ pool, listen: false, pollMs: 10 });
  const hub = createHub({ log });
  const heard: string[] = [];
  await log.subscribe(notesStream.topic("t").name, ({ data }) => heard.push(JSON.parse(data).text));
  const source = createPostgresChangeSource({ log });
  const relay = createRelay({ source, publishAll: hub.publishAll, mappers: { items: mapItem }, retryMs: 10 });
  const stopWatching = watchChanges(pool, relay.catchUp);
  onTestFinished(async () => {
    stopWatching();
    await relay.close();
    await hub.close();
  });
  return heard;
}

it("D14.2: through PgBouncer in transaction mode two relays publish every change once, and each row's in order", async () => {
  await pool.query(POSTGRES_CHANGE_TABLES);
  await pool.query("CREATE TABLE items (id text PRIMARY KEY, value integer NOT NULL)");
  await pool.query(changeTriggers({ table: "items", columns: ["id", "value"] }));
  const nodes = [await openNode(), await openNode()];
  await pool.query("INSERT INTO items VALUES ('bad', 0)");
  const rows = Array.from({ length: WRITERS }, (_, index) => `row ${index}`);
  await Promise.all(
    rows.map(async (row) => {
      await pool.query("INSERT INTO items VALUES ($1, 0)", [row]);
      for (let write = 1; write < WRITES; write += 1) {
        await pool.query("UPDATE items SET value = value + 1 WHERE id = $1", [row]);
      }
    }),
  );
  await vi.waitFor(() => expect(nodes.map(({ length }) => length)).toEqual([100, 100]), {
    timeout: 50_000,
    interval: 20,
  });
  expect(nodes[1]).toEqual(nodes[0]);
  for (const row of rows) {
    const own = nodes[0]?.map((text) => JSON.parse(text)).filter(({ id }) => id === row);
    expect(own).toEqual(Array.from({ length: WRITES }, (_, value) => ({ id: row, value })));
  }
  expect(await createPostgresDeadLetters(pool).list()).toMatchObject([{ change: { rowId: "bad" } }]);
});
