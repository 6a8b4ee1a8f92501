import type { PostgresClient, PostgresQueries } from "./pool.ts";

/** One of the tables that hold events and keys. */
export interface Part {
  readonly number: number;
  /** The sequence after which the next part begins; Infinity for the newest. */
  readonly endsAt: number;
  readonly hasEvents: boolean;
  readonly hasKeys: boolean;
}

/** Reads the parts, the oldest first, and the sequence up to which events count as trimmed. */
export async function readParts(
  queries: PostgresQueries,
): Promise<{ readonly parts: readonly Part[]; readonly head: number; readonly floor: number }> {
  const { rows } = await queries.query(
    `SELECT number, has_events, has_keys, lead(starts_after) OVER (ORDER BY number) AS ends_at, s.sequence, t.floor
     FROM event_log_parts, event_log_state s, event_log_trimmed t
     WHERE s.id = 1 AND t.id = 1 ORDER BY number`,
  );
  const parts = rows.map((row) => ({
    number: Number(row.number),
    endsAt: row.ends_at === null ? Number.POSITIVE_INFINITY : Number(row.ends_at),
    hasEvents: row.has_events === true,
    hasKeys: row.has_keys === true,
  }));
  return { parts, head: Number(rows[0]?.sequence ?? 0), floor: Number(rows[0]?.floor ?? 0) };
}

/**
 * Drops a part whose events are all trimmed, and remembers the newest event of each of its topics. If a part is mostly
 * trimmed, the rest moves to the newest part first. A part of which more than half is kept stays.
 */
export async function dropPart(
  client: PostgresClient,
  { number, endsAt }: Part,
  { floor, countPerTopic }: { readonly floor: number; readonly countPerTopic: number },
): Promise<void> {
  const part = `event_log_${number}`;
  const { rows } = await client.query("SELECT 1 FROM event_log_parts WHERE number = $1 AND has_events", [number]);
  if (rows.length === 0) return;
  // The newest event of each topic that is not kept.
  const cut =
    endsAt <= floor || countPerTopic === Number.POSITIVE_INFINITY
      ? `SELECT DISTINCT topic, ${floor}::bigint AS through FROM ${part}`
      : `SELECT t.topic, greatest(${floor}::bigint, (
           SELECT e.sequence FROM event_log e WHERE e.topic = t.topic
           ORDER BY e.sequence DESC OFFSET ${countPerTopic} LIMIT 1)) AS through
         FROM (SELECT DISTINCT topic FROM ${part}) t`;
  await client.query(`CREATE TEMPORARY TABLE event_log_cut ON COMMIT DROP AS ${cut}`);
  if (endsAt > floor) {
    const counted = await client.query(
      `SELECT count(*) AS stored, count(*) FILTER (WHERE e.sequence > c.through) AS kept
       FROM ${part} e JOIN event_log_cut c USING (topic)`,
    );
    if (Number(counted.rows[0]?.kept) * 2 > Number(counted.rows[0]?.stored)) return;
    const newest = await client.query("SELECT max(number) AS number FROM event_log_parts");
    await client.query(
      `INSERT INTO event_log_${Number(newest.rows[0]?.number)}
       SELECT e.* FROM ${part} e JOIN event_log_cut c USING (topic) WHERE e.sequence > c.through`,
    );
  }
  await client.query(
    `INSERT INTO event_log_topics (topic, trimmed)
     SELECT topic, max(e.sequence) FROM ${part} e JOIN event_log_cut c USING (topic) WHERE e.sequence <= c.through GROUP BY topic
     ON CONFLICT (topic) DO UPDATE SET trimmed = greatest(event_log_topics.trimmed, excluded.trimmed)`,
  );
  await client.query(`DROP TABLE ${part}`);
  await client.query("UPDATE event_log_parts SET has_events = false WHERE number = $1", [number]);
}
