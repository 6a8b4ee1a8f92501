import type { DatabaseSync } from "node:sqlite";

const MAX = Number.MAX_SAFE_INTEGER;

/**
 * Takes back sequences that no position can name (beyond 2^53-1), which somebody else wrote into the log's tables: new
 * events would follow them, and SQLite itself has no number after the last. What the log gave out itself stays.
 */
export function healSequences(database: DatabaseSync): void {
  database.exec(`
    DELETE FROM event_log WHERE sequence >= ${MAX};
    DELETE FROM event_log_keys WHERE sequence >= ${MAX};
    UPDATE event_log_lives SET starts_after = 0 WHERE starts_after >= ${MAX};
    UPDATE event_log_topics SET trimmed = 0 WHERE trimmed >= ${MAX};
    UPDATE event_log_state SET forgotten = 0 WHERE forgotten >= ${MAX};
    UPDATE sqlite_sequence SET seq = (SELECT max(sequence) FROM (
      SELECT 0 AS sequence
      UNION ALL SELECT max(sequence) FROM event_log
      UNION ALL SELECT max(sequence) FROM event_log_keys
      UNION ALL SELECT max(starts_after) FROM event_log_lives
      UNION ALL SELECT max(trimmed) FROM event_log_topics
      UNION ALL SELECT forgotten FROM event_log_state
    )) WHERE name = 'event_log' AND seq >= ${MAX};
  `);
}
