import { type Limits, REMEMBERED } from "../log/retention.ts";
import { dropPart, type Part, readParts } from "./parts.ts";
import { inTransaction, type PostgresClient, type PostgresPool } from "./pool.ts";

/** When a part is full. */
export interface PartLimits {
  readonly rows: number;
  readonly ageMs: number;
}

// Only one node maintains the log at a time. The others skip it.
const ALONE = "SELECT pg_try_advisory_xact_lock(hashtext(log_id)) AS alone FROM event_log_state";
const NOW = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/**
 * Opens a new part if the newest is full, and drops parts whose events are all trimmed. If topics have limits of their
 * own, events that a mostly trimmed part still has to keep move to the newest part first.
 */
export async function maintain(pool: PostgresPool, limits: Limits, part: PartLimits): Promise<void> {
  const alone = async (work: (client: PostgresClient) => Promise<void>) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query(ALONE);
      if (rows[0]?.alone === true) await work(client);
    });
  await alone((client) => openPart(client, part));
  await alone((client) => raiseFloor(client, limits));
  const { parts, head, floor } = await readParts(pool);
  const keysEndAt = head - Math.max(REMEMBERED, Number.isFinite(limits.count) ? limits.count : 0);
  for (const { number } of parts.filter((one) => one.hasKeys && one.endsAt <= keysEndAt)) {
    await alone(async (client) => {
      await patiently(client);
      await client.query(`DROP TABLE IF EXISTS event_log_keys_${number}`);
      await client.query("UPDATE event_log_parts SET has_keys = false WHERE number = $1", [number]);
    });
  }
  for (const one of parts.filter((candidate) => candidate.hasEvents && isWorthALook(candidate, floor, limits))) {
    await alone(async (client) => {
      await patiently(client);
      await dropPart(client, one, { floor, countPerTopic: limits.countPerTopic });
    });
  }
  await alone((client) => forget(client, head));
}

function isWorthALook({ endsAt }: Part, floor: number, { countPerTopic }: Limits): boolean {
  return endsAt <= floor || (endsAt < Number.POSITIVE_INFINITY && countPerTopic !== Number.POSITIVE_INFINITY);
}

/**
 * Limits the wait for a lock. Otherwise, while a dump reads a part for hours, every reader would wait behind the
 * transaction that wants to drop it.
 */
async function patiently(client: PostgresClient): Promise<void> {
  await client.query("SET LOCAL lock_timeout = '1s'");
}

async function openPart(client: PostgresClient, { rows: full, ageMs }: PartLimits): Promise<void> {
  const look = async (lock: string) => {
    const { rows } = await client.query(
      `SELECT s.sequence, p.number, s.sequence - p.starts_after AS count, ${NOW} - p.opened_at AS age
       FROM event_log_state s, event_log_parts p WHERE s.id = 1 ORDER BY p.number DESC LIMIT 1 ${lock}`,
    );
    const [row] = rows;
    const count = Number(row?.count);
    if (row === undefined || count === 0 || (count < full && Number(row.age) < ageMs)) return undefined;
    return { sequence: Number(row.sequence), number: Number(row.number) + 1 };
  };
  // Appends wait while the lock is held, so look without it first.
  if ((await look("")) === undefined) return;
  const due = await look("FOR UPDATE OF s");
  if (due === undefined) return;
  await client.query(
    `CREATE TABLE event_log_${due.number} (LIKE event_log INCLUDING ALL) INHERITS (event_log);
     CREATE TABLE event_log_keys_${due.number} (LIKE event_log_keys INCLUDING ALL) INHERITS (event_log_keys);
     INSERT INTO event_log_parts (number, starts_after, opened_at) VALUES (${due.number}, ${due.sequence}, ${NOW})`,
  );
}

/** Raises the floor below which events count as trimmed, by count, age and topic. */
async function raiseFloor(client: PostgresClient, { count, ageMs, countPerTopic }: Limits): Promise<void> {
  const raise = (to: string, values: unknown[]) =>
    client.query(`UPDATE event_log_trimmed SET floor = greatest(floor, (${to}))`, values);
  if (Number.isFinite(count)) {
    if (countPerTopic === Number.POSITIVE_INFINITY) {
      await raise("SELECT sequence - $1::bigint FROM event_log_state", [count]);
    } else {
      await raise(
        `SELECT sequence FROM (
           SELECT sequence, row_number() OVER (PARTITION BY topic ORDER BY sequence DESC) AS nth FROM event_log
           WHERE sequence > (SELECT floor FROM event_log_trimmed)
         ) kept WHERE nth <= $2::bigint ORDER BY sequence DESC OFFSET $1::bigint LIMIT 1`,
        [count, countPerTopic],
      );
    }
  }
  if (Number.isFinite(ageMs)) {
    await raise(`SELECT max(starts_after) FROM event_log_parts WHERE opened_at < ${NOW} - $1::bigint`, [ageMs]);
  }
}

/** Limits what is remembered of trimmed events (D19). */
async function forget(client: PostgresClient, head: number): Promise<void> {
  const old = `k.trimmed <= ${head - REMEMBERED} AND NOT EXISTS (SELECT 1 FROM event_log e WHERE e.topic = k.topic)`;
  await client.query(
    `WITH gone AS (DELETE FROM event_log_topics k WHERE ${old} RETURNING k.trimmed)
     UPDATE event_log_trimmed SET forgotten = greatest(forgotten, (SELECT max(trimmed) FROM gone))`,
  );
  await client.query(
    `DELETE FROM event_log_parts WHERE NOT has_events AND NOT has_keys
     AND number < (SELECT max(number) FROM event_log_parts)`,
  );
}
