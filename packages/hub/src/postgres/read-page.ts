import type { LogPage, ReadRequest } from "../log/event-log.ts";
import { endPage } from "../log/page-end.ts";
import type { Limits } from "../log/retention.ts";
import { EVENT_COLUMNS, toEvent } from "./event-row.ts";
import { KNOWS } from "./follower.ts";
import type { PostgresQueries } from "./pool.ts";

const GAP: LogPage = { gap: true, events: [], more: false };

// Reads topic by topic, so that no index is read beyond the page. Then takes as many events as fit, and one more, which
// shows that there are more.
const EVENTS = `
SELECT ${EVENT_COLUMNS} FROM (
  SELECT found.*, coalesce(sum(char_length(data)) OVER (
    ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING), 0) AS length_before
  FROM unnest($1::text[]) AS t (topic)
  CROSS JOIN LATERAL (
    SELECT * FROM event_log WHERE event_log.topic = t.topic AND sequence > $2 ORDER BY sequence LIMIT $3
  ) found
  ORDER BY sequence LIMIT $3
) e
WHERE $4::bigint IS NULL OR length_before <= $4
ORDER BY sequence`;

// Joins by the keys. If the planner expects many rows, it compiles the whole query first (JIT), which takes half a
// second.
const STATE = `
SELECT ${KNOWS} AS known, s.sequence, trimmed.floor,
  floor(extract(epoch FROM clock_timestamp()) * 1000) AS now,
  EXISTS (
    SELECT 1 FROM unnest($3::text[]) AS t (topic) LEFT JOIN event_log_topics k ON k.topic = t.topic
    WHERE coalesce(k.trimmed, trimmed.forgotten) > $1
  ) OR ($4::bigint IS NOT NULL AND EXISTS (
    SELECT 1 FROM unnest($3::text[]) AS t (topic)
    WHERE $4 < (SELECT count(*) FROM (
      SELECT 1 FROM event_log WHERE event_log.topic = t.topic AND sequence > $1 ORDER BY sequence LIMIT $4 + 1
    ) newer)
  )) AS lost
FROM event_log_state s, event_log_trimmed trimmed
WHERE s.id = 1 AND trimmed.id = 1`;

/**
 * Reads a page of events (D4). It checks what was trimmed after it has read the events. Events that are trimmed in
 * between are then at worst reported as a gap, and never left out in silence.
 */
export async function readPage(queries: PostgresQueries, request: ReadRequest, limits: Limits): Promise<LogPage> {
  const { after, limit, maxLength = Number.POSITIVE_INFINITY } = request;
  const topics = [...new Set(request.topics)];
  const found = await queries.query(EVENTS, [topics, after.sequence, limit + 1, finite(maxLength)]);
  const state = await queries.query(STATE, [after.sequence, after.epoch, topics, finite(limits.countPerTopic)]);
  const [now] = state.rows;
  if (now === undefined) throw new Error("the table event_log_state has lost its row");
  const [first] = found.rows;
  if (now.known !== true || now.lost === true) return GAP;
  if (first !== undefined) {
    // If topics have limits of their own, only the maintenance knows which events are kept.
    const byCount = limits.countPerTopic === Number.POSITIVE_INFINITY ? Number(now.sequence) - limits.count : 0;
    const isTrimmed = Number(first.sequence) <= Math.max(Number(now.floor), byCount);
    if (isTrimmed || Number(first.at) < Number(now.now) - limits.ageMs) return GAP;
  }
  return endPage(found.rows.map(toEvent), limit, maxLength);
}

/** Null for Infinity, because PostgreSQL's integers have none. */
function finite(value: number): number | null {
  return value > Number.MAX_SAFE_INTEGER ? null : value;
}
