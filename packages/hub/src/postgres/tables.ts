import { APPEND_FUNCTION, SERVER } from "./append-function.ts";

/** The version of the tables. */
export const VERSION = 1;

/**
 * The SQL of the log's tables and of the function that appends, for applications that run migrations themselves.
 * Running it again is harmless. `createPostgresLog` runs it unless `createTables` is false. All names begin with
 * `event_log` and are in the first schema of the `search_path`.
 *
 * Events and idempotency keys are in parts: tables that inherit from `event_log` and `event_log_keys`. A part is
 * dropped as a whole, so that trimming leaves no dead rows. They are not declarative partitions, because attaching or
 * dropping one of those would lock the whole log.
 *
 * @example await pool.query(POSTGRES_LOG_TABLES);
 */
export const POSTGRES_LOG_TABLES = `
CREATE TABLE IF NOT EXISTS event_log (
  sequence bigint PRIMARY KEY,
  epoch text NOT NULL,
  topic text NOT NULL,
  event text NOT NULL,
  data text NOT NULL,
  coalesce_key text,
  expires_at bigint,
  except_connection text,
  -- Milliseconds since 1970 by the database's clock; never before that of an older event.
  at bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS event_log_by_topic ON event_log (topic, sequence);

CREATE TABLE IF NOT EXISTS event_log_keys (key text PRIMARY KEY, epoch text NOT NULL, sequence bigint NOT NULL);

-- The tables that events and keys lie in, the newest of which is written: event_log_7 and event_log_keys_7 are number 7.
CREATE TABLE IF NOT EXISTS event_log_parts (
  number integer PRIMARY KEY,
  starts_after bigint NOT NULL,
  opened_at bigint NOT NULL,
  has_events boolean NOT NULL DEFAULT true,
  has_keys boolean NOT NULL DEFAULT true
);

-- One row, which every append locks until it commits: sequences have no holes and become visible in order. Only
-- event_log_append writes it. written_by is the transaction that wrote it last; a row that another one wrote came out of
-- a backup.
CREATE TABLE IF NOT EXISTS event_log_state (
  id integer PRIMARY KEY CHECK (id = 1),
  version integer NOT NULL,
  log_id text NOT NULL,
  epoch text NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  server text NOT NULL,
  written_by text NOT NULL
) WITH (fillfactor = 10);

-- The lives of the log (D2): each began after the sequence that was the newest then.
CREATE TABLE IF NOT EXISTS event_log_lives (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  epoch text NOT NULL UNIQUE,
  starts_after bigint NOT NULL
);

-- The newest event of each topic that is not there any more. Of a topic without a row that is event_log_trimmed.forgotten.
CREATE TABLE IF NOT EXISTS event_log_topics (topic text PRIMARY KEY, trimmed bigint NOT NULL);
CREATE INDEX IF NOT EXISTS event_log_topics_by_trimmed ON event_log_topics (trimmed);

-- One row: events up to floor count as trimmed, whether they are still there or not.
CREATE TABLE IF NOT EXISTS event_log_trimmed (
  id integer PRIMARY KEY CHECK (id = 1),
  floor bigint NOT NULL,
  forgotten bigint NOT NULL
);

DO $make$
DECLARE
  life text := left(replace(gen_random_uuid()::text, '-', ''), 8);
BEGIN
  IF EXISTS (SELECT 1 FROM event_log_state) THEN RETURN; END IF;
  INSERT INTO event_log_state (id, version, log_id, epoch, sequence, at, server, written_by)
  VALUES (1, ${VERSION}, replace(gen_random_uuid()::text, '-', ''), life, 0, 0,
    ${SERVER}, pg_current_xact_id()::xid::text);
  INSERT INTO event_log_lives (epoch, starts_after) VALUES (life, 0);
  INSERT INTO event_log_trimmed (id, floor, forgotten) VALUES (1, 0, 0);
  INSERT INTO event_log_parts (number, starts_after, opened_at) VALUES (1, 0, 0);
  CREATE TABLE event_log_1 (LIKE event_log INCLUDING ALL) INHERITS (event_log);
  CREATE TABLE event_log_keys_1 (LIKE event_log_keys INCLUDING ALL) INHERITS (event_log_keys);
END
$make$;
${APPEND_FUNCTION}`;
