import { notesStream } from "@tidings/contracts/testing";
import { createHub, publication } from "@tidings/hub";
import { createPostgresLog } from "@tidings/hub/postgres";
import { createRelay } from "@tidings/outbox";
import { changeTriggers, createPostgresChangeSource, POSTGRES_CHANGE_TABLES } from "@tidings/outbox/postgres";
import { startPostgres } from "@tidings/services";
import { Pool } from "pg";

/** What PostgreSQL's log and relay cost, each a second, beside what one connection of `pg` commits alone. */
export interface PostgresResult {
  /** The floor: one INSERT a commit, one after the other. */
  readonly insertsPerSecond: number;
  /** One publish after the other. */
  readonly publishesPerSecond: number;
  /** Many publishes at once, which share commits. */
  readonly publishesTogetherPerSecond: number;
  /** Changes of rows that the relay publishes. */
  readonly changesPerSecond: number;
}

/** Measures on a private server that waits for its disk, as one in production does. */
export async function measurePostgres(quick: boolean): Promise<PostgresResult> {
  await using server = await startPostgres(["fsync=on", "full_page_writes=on"]);
  const pool = new Pool({ connectionString: server.url, max: 6 });
  pool.on("error", () => {});
  const [few, many] = quick ? [300, 5000] : [2000, 50_000];
  await pool.query("CREATE TABLE floor (id bigint GENERATED ALWAYS AS IDENTITY, topic text, data text)");
  const insertsPerSecond = await perSecond(few, async () => {
    for (let n = 0; n < few; n += 1)
      await pool.query("INSERT INTO floor (topic, data) VALUES ($1, $2)", ["t", text(n)]);
  });
  const hub = createHub({ log: await createPostgresLog({ pool }) });
  const publish = (n: number) => hub.publish(notesStream.topic("t"), { event: "note", data: { text: text(n) } });
  const publishesPerSecond = await perSecond(few, async () => {
    for (let n = 0; n < few; n += 1) await publish(n);
  });
  const publishesTogetherPerSecond = await perSecond(many, () =>
    Promise.all(Array.from({ length: many }, (_, n) => publish(n))),
  );
  await hub.close();

  await pool.query(POSTGRES_CHANGE_TABLES);
  await pool.query("CREATE TABLE items (id integer PRIMARY KEY)");
  await pool.query(changeTriggers({ table: "items", columns: ["id"] }));
  await pool.query("INSERT INTO items SELECT * FROM generate_series(1, $1)", [many]);
  const log = await createPostgresLog({ pool });
  const relaying = createHub({ log });
  const relay = createRelay({
    source: createPostgresChangeSource({ log }),
    publishAll: relaying.publishAll,
    mappers: { items: ({ rowId }) => [publication(notesStream.topic("t"), { event: "note", data: { text: rowId } })] },
  });
  const changesPerSecond = await perSecond(many, () => relay.catchUp());
  await relay.close();
  await relaying.close();
  await pool.end();
  return { insertsPerSecond, publishesPerSecond, publishesTogetherPerSecond, changesPerSecond };
}

const text = (n: number) => `a note of usual length, number ${n}`;

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (count * 1000) / (performance.now() - began);
}
