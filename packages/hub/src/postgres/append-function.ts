/** Identifies the running database. A restart, a promotion or a restored copy changes it. */
export const SERVER = `(
    SELECT concat_ws('/', extract(epoch FROM pg_postmaster_start_time()),
      left(pg_walfile_name(pg_current_wal_insert_lsn()), 8), oid)
    FROM pg_database WHERE datname = current_database()
  )`;

/**
 * Stores events in one statement, in the caller's transaction or in one of its own. It locks the state's row first, so
 * a second append waits until the first has committed, and then sees its keys (D7).
 *
 * A life of the log ends (D2) when the database is restarted, promoted or restored. Published events may then be lost
 * and their sequences used again, so a new epoch begins. The function detects this if the server's start time, its
 * timeline or the database's number has changed, or if the state's row was not written by the transaction that it
 * names.
 *
 * With `synchronous_commit` off, a crash could lose the newest events without changing any of these. So this commit
 * always waits for the disk.
 */
export const APPEND_FUNCTION = `
CREATE OR REPLACE FUNCTION event_log_append(appended json)
RETURNS TABLE (n integer, epoch text, sequence bigint, fresh boolean)
LANGUAGE plpgsql AS $append$
#variable_conflict use_column
DECLARE
  state record;
  life text;
  part integer;
  moment bigint;
  running text := ${SERVER};
  one record;
  known record;
  given bigint;
BEGIN
  SELECT s.*, s.xmin::text AS really_written_by INTO state FROM event_log_state s WHERE s.id = 1 FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the table event_log_state has lost its row: restore it from a backup, or drop the log''s tables';
  END IF;
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'local', true);
  END IF;
  life := state.epoch;
  IF state.server <> running OR state.really_written_by <> state.written_by THEN
    life := left(replace(gen_random_uuid()::text, '-', ''), 8);
    INSERT INTO event_log_lives (epoch, starts_after) VALUES (life, state.sequence);
    DELETE FROM event_log_lives WHERE number <= (SELECT max(number) - 1000 FROM event_log_lives);
  END IF;
  SELECT max(number) INTO part FROM event_log_parts;
  moment := greatest(state.at, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint);

  -- One event by statements that are planned once a connection. The statement for many is planned at each call, which
  -- takes three times as long as storing one event does.
  IF json_array_length(appended) = 1 THEN
    SELECT * INTO one FROM json_to_record(appended -> 0) AS i (n integer, topic text, event text, data text, key text,
      coalesce_key text, expires_at bigint, except_connection text);
    SELECT k.epoch, k.sequence INTO known FROM event_log_keys k WHERE k.key = one.key LIMIT 1;
    fresh := NOT FOUND;
    given := state.sequence + fresh::integer;
    IF fresh THEN
      EXECUTE format('INSERT INTO %I (sequence, epoch, topic, event, data, coalesce_key, expires_at, except_connection, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)', 'event_log_' || part)
      USING given, life, one.topic, one.event, one.data, one.coalesce_key, one.expires_at, one.except_connection, moment;
      IF one.key IS NOT NULL THEN
        EXECUTE format('INSERT INTO %I (key, epoch, sequence) VALUES ($1, $2, $3)', 'event_log_keys_' || part)
        USING one.key, life, given;
      END IF;
    END IF;
    UPDATE event_log_state s SET epoch = life, sequence = given, at = moment, server = running,
      written_by = pg_current_xact_id()::xid::text
    WHERE s.id = 1;
    n := one.n;
    epoch := CASE WHEN fresh THEN life ELSE known.epoch END;
    sequence := CASE WHEN fresh THEN given ELSE known.sequence END;
    RETURN NEXT;
    RETURN;
  END IF;

  RETURN QUERY EXECUTE format($store$
    WITH input AS MATERIALIZED (
      SELECT i.*, k.epoch AS known_epoch, k.sequence AS known_sequence,
        row_number() OVER (PARTITION BY i.key ORDER BY i.n) AS occurrence
      FROM json_to_recordset($1) AS i (n integer, topic text, event text, data text, key text, coalesce_key text,
        expires_at bigint, except_connection text)
      LEFT JOIN LATERAL (SELECT epoch, sequence FROM event_log_keys WHERE key = i.key LIMIT 1) k ON true
    ), fresh AS MATERIALIZED (
      SELECT input.*, $2 + row_number() OVER (ORDER BY n) AS given FROM input
      WHERE key IS NULL OR (known_sequence IS NULL AND occurrence = 1)
    ), stored AS (
      INSERT INTO %1$I (sequence, epoch, topic, event, data, coalesce_key, expires_at, except_connection, at)
      SELECT given, $3, topic, event, data, coalesce_key, expires_at, except_connection, $4 FROM fresh ORDER BY n
    ), keyed AS (
      INSERT INTO %2$I (key, epoch, sequence) SELECT key, $3, given FROM fresh WHERE key IS NOT NULL
    ), moved AS (
      UPDATE event_log_state SET epoch = $3, sequence = $2 + (SELECT count(*) FROM fresh), at = $4, server = $5,
        written_by = pg_current_xact_id()::xid::text
      WHERE id = 1
    )
    SELECT i.n, coalesce(i.known_epoch, $3), coalesce(i.known_sequence, f.given, same.given), f.n IS NOT NULL
    FROM input i LEFT JOIN fresh f ON f.n = i.n LEFT JOIN fresh same ON same.key = i.key
    ORDER BY i.n
  $store$, 'event_log_' || part, 'event_log_keys_' || part) USING appended, state.sequence, life, moment, running;
END
$append$;
`;
