/**
 * The tables and the function of everything in `@tidings/admission/postgres`. Run it with your migrations, or at every
 * start: running it again is harmless, and several nodes may do it at once. All names begin with `admission_` and are in
 * the first schema of the `search_path`.
 *
 * @example await pool.query(POSTGRES_ADMISSION_TABLES);
 */
export const POSTGRES_ADMISSION_TABLES = `
BEGIN;
SELECT pg_advisory_xact_lock(hashtext('tidings admission tables'));

-- Not written to the database's journal: after a crash of the database they are gone, and their owners get new ones.
CREATE UNLOGGED TABLE IF NOT EXISTS admission_tickets (
  -- SHA-256, so that whoever reads the table can redeem none.
  ticket bytea PRIMARY KEY,
  stream text NOT NULL,
  -- JSON. The end of the session is beside it, because JSON has no Infinity.
  session text NOT NULL,
  session_expires_at double precision NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS admission_tickets_by_end ON admission_tickets (expires_at);

-- What was revoked: one session of a user, all streams of a user, or all streams that listen to a topic.
CREATE TABLE IF NOT EXISTS admission_revocations (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text,
  session_id text,
  topic text,
  -- Milliseconds since 1970: the end of the session, which may be infinity.
  expires_at double precision NOT NULL,
  -- The node that revoked it.
  node text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS admission_revocations_by_session ON admission_revocations (session_id, user_id);
CREATE INDEX IF NOT EXISTS admission_revocations_by_time ON admission_revocations (at);
CREATE INDEX IF NOT EXISTS admission_revocations_by_end ON admission_revocations (expires_at);

-- Not written to the database's journal either: after a crash everybody has all attempts again.
CREATE UNLOGGED TABLE IF NOT EXISTS admission_rates (
  name text NOT NULL,
  key text NOT NULL,
  uses integer NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (name, key)
);
CREATE INDEX IF NOT EXISTS admission_rates_by_end ON admission_rates (ends_at);
COMMIT;
`;
