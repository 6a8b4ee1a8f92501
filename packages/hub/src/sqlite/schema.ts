/**
 * The log's tables. `sequence` never goes back, not even after everything was trimmed (AUTOINCREMENT). Keys outlive
 * the events that they guard, because a publisher may repeat itself after a crash whatever the retention is (D7).
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS event_log (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  event TEXT NOT NULL,
  data TEXT NOT NULL,
  coalesce_key TEXT,
  expires_at INTEGER,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS event_log_by_topic ON event_log (topic, sequence);
CREATE TABLE IF NOT EXISTS event_log_keys (key TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS event_log_keys_by_sequence ON event_log_keys (sequence);
CREATE TABLE IF NOT EXISTS event_log_trimmed (topic TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event_log_epoch (epoch TEXT NOT NULL) STRICT;
`;
