/**
 * The SQL of the outbox's tables, to be run once with the application's other tables; again is harmless. SQLite 3.38 or
 * newer, in any program that writes the file.
 *
 * `changes` has a row for every committed change, `relay_cursor` says how far the relay came, `dead_changes` keeps what no
 * events could be made from (D14.3).
 *
 * @example database.exec(CHANGE_TABLES);
 */
export const CHANGE_TABLES = `
CREATE TABLE IF NOT EXISTS changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
  old_row TEXT,
  new_row TEXT,
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE IF NOT EXISTS relay_cursor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change_id INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO relay_cursor (id, change_id) VALUES (1, 0);

CREATE TABLE IF NOT EXISTS dead_changes (
  change_id INTEGER PRIMARY KEY,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  old_row TEXT,
  new_row TEXT,
  at TEXT NOT NULL,
  reason TEXT NOT NULL,
  failed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
`;
