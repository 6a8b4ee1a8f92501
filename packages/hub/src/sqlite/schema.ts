import type { DatabaseSync } from "node:sqlite";
import { HubError } from "../error.ts";
import { prepare, toInteger } from "./statement.ts";

const VERSION = 3;

/**
 * The log's tables. `sequence` never goes back, not even after everything was trimmed (AUTOINCREMENT). Keys outlive
 * the events that they guard, because a publisher may repeat itself after a crash whatever the retention is (D7.2).
 * Triggers count what is stored and remember what was removed, whoever removes it: in the same transaction, so that
 * the counts are right after a rollback too.
 */
const SCHEMA = `
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

-- Each opening of the log begins a life, after the sequence that was the newest then (D2.2).
CREATE TABLE event_log_lives (
  number INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL UNIQUE,
  starts_after INTEGER NOT NULL
) STRICT;

-- Events stored of each topic, and the newest that was trimmed. A topic without a row counts as trimmed up to
-- event_log_state.forgotten.
CREATE TABLE event_log_topics (
  topic TEXT PRIMARY KEY,
  stored INTEGER NOT NULL,
  trimmed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX event_log_topics_emptied ON event_log_topics (trimmed) WHERE stored = 0;

CREATE TABLE event_log_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  forgotten INTEGER NOT NULL
) STRICT;

CREATE TRIGGER event_log_stored AFTER INSERT ON event_log
BEGIN
  INSERT INTO event_log_topics (topic, stored, trimmed)
  VALUES (new.topic, 1, (SELECT forgotten FROM event_log_state))
  ON CONFLICT (topic) DO UPDATE SET stored = iif(stored BETWEEN 0 AND 9007199254740990, stored + 1, 1);
  UPDATE event_log_state SET stored = iif(stored BETWEEN 0 AND 9007199254740990, stored + 1, 1);
END;
CREATE TRIGGER event_log_removed AFTER DELETE ON event_log
BEGIN
  UPDATE event_log_topics SET stored = max(0, stored - 1), trimmed = max(trimmed, old.sequence) WHERE topic = old.topic;
  UPDATE event_log_state SET stored = max(0, stored - 1);
END;
`;

/** Takes over what version 1 had: one epoch for ever, and no counts. */
const FROM_VERSION_1 = `
INSERT INTO event_log_lives (epoch, starts_after) SELECT epoch, 0 FROM event_log_epoch LIMIT 1;
INSERT INTO event_log_topics (topic, stored, trimmed) SELECT topic, 0, sequence FROM event_log_trimmed;
DROP TABLE event_log_epoch;
DROP TABLE event_log_trimmed;
`;

/** Remembers who is left out of an event (D23.1). New tables of version 2 are brought up to date like old ones. */
const FROM_VERSION_2 = "ALTER TABLE event_log ADD COLUMN except_connection TEXT";

const COUNT = `
UPDATE event_log_state SET stored = (SELECT count(*) FROM event_log);
UPDATE event_log_topics SET stored = 0 WHERE stored <> 0;
INSERT INTO event_log_topics (topic, stored, trimmed) SELECT topic, count(*), 0 FROM event_log WHERE true GROUP BY topic
ON CONFLICT (topic) DO UPDATE SET stored = excluded.stored;
`;

/**
 * Makes the log's tables or brings them up to date. Call it inside a transaction.
 *
 * @throws HubError `log_failed` when a newer `@tidings/hub` wrote them
 */
export function migrate(database: DatabaseSync): void {
  if (hasTable(database, "event_log_state")) {
    const version = toInteger(prepare(database, "SELECT version FROM event_log_state").get()?.version);
    if (version < VERSION) {
      database.exec(FROM_VERSION_2);
      database.exec(`UPDATE event_log_state SET version = ${VERSION}`);
    }
    if (version <= VERSION) return;
    throw new HubError(
      "log_failed",
      `the event log's tables are of version ${version}, and this @tidings/hub knows ${VERSION}: run the newer one, or ` +
        "choose another file",
    );
  }
  database.exec(SCHEMA);
  if (hasTable(database, "event_log_epoch")) database.exec(FROM_VERSION_1);
  database.exec(FROM_VERSION_2);
  // Nothing is counted yet.
  database.exec(`INSERT INTO event_log_state (id, version, stored, forgotten) VALUES (1, ${VERSION}, -1, 0)`);
}

/** Counts anew what is stored, if that is not what the tables say: they were written by somebody else. */
export function recount(database: DatabaseSync): void {
  const isRight = "SELECT stored = (SELECT count(*) FROM event_log) AS isRight FROM event_log_state";
  if (!prepare(database, isRight).get()?.isRight) database.exec(COUNT);
}

function hasTable(database: DatabaseSync, name: string): boolean {
  return prepare(database, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}
