import type { DatabaseSync, StatementSync } from "node:sqlite";
import { KEY_KEPT_MS } from "@tidings/contracts";
import type { KeptAnswer, KeptAnswers } from "../http/idempotent-answers.ts";

/**
 * The table that {@link createSqliteKeptAnswers} needs. Run it in a migration, or at each start. A request that is
 * repeated within a day is answered from it (D25.1).
 */
export const KEPT_ANSWERS_TABLE = `
CREATE TABLE IF NOT EXISTS idempotency_keys (
  user_id TEXT NOT NULL,
  -- The endpoint's name in the contract.
  operation TEXT NOT NULL,
  key TEXT NOT NULL,
  -- Of the request's body: the same key with another one is refused.
  fingerprint TEXT NOT NULL,
  -- What was answered, as JSON.
  answer TEXT NOT NULL,
  -- Milliseconds since 1970.
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, operation, key)
) STRICT;
CREATE INDEX IF NOT EXISTS idempotency_keys_by_age ON idempotency_keys (created_at);
`;

/** Older rows that each new one removes: more than one, so that the table shrinks while it is used. */
const TRIMMED_A_TIME = 10;

/** How {@link createSqliteKeptAnswers} works. */
export interface SqliteKeptAnswersOptions {
  /**
   * Called for a row that another program made unreadable. The row counts as missing, and its request is carried out
   * again. Default: does nothing.
   */
  readonly onUnreadable?: (key: string, issue: string) => void;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

/**
 * {@link KeptAnswers} in SQLite. `keep` writes through the given connection, so that it is part of the transaction that
 * is open there. Each new row removes some that are too old (D25.4).
 *
 * @param database A database with {@link KEPT_ANSWERS_TABLE}.
 * @example const answers = createIdempotentAnswers(createSqliteKeptAnswers(database));
 */
export function createSqliteKeptAnswers(
  database: DatabaseSync,
  { onUnreadable = () => {}, now = Date.now }: SqliteKeptAnswersOptions = {},
): KeptAnswers {
  const one = database.prepare(
    `SELECT fingerprint, answer FROM idempotency_keys
     WHERE user_id = ? AND operation = ? AND key = ? AND created_at > ?`,
  );
  // Node before 24 cannot return rows as arrays, so this method may be missing.
  one.setReturnArrays?.(false);
  // A row that is too old, or that another program broke, may still be there.
  const add = prepareWrite(
    database,
    `INSERT OR REPLACE INTO idempotency_keys (user_id, operation, key, fingerprint, answer, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const trim = prepareWrite(
    database,
    `DELETE FROM idempotency_keys WHERE rowid IN (
       SELECT rowid FROM idempotency_keys WHERE created_at <= ? ORDER BY created_at LIMIT ${TRIMMED_A_TIME})`,
  );

  return {
    find({ userId, operation, key }) {
      const row = one.get(userId, operation, key, now() - KEY_KEPT_MS);
      if (row === undefined) return undefined;
      const kept = read(row);
      if (kept === undefined) onUnreadable(key, "its answer is not valid JSON");
      return kept;
    },
    keep({ userId, operation, key }, { fingerprint, answer }) {
      trim.run(now() - KEY_KEPT_MS);
      add.run(userId, operation, key, fingerprint, JSON.stringify(answer), now());
    },
  };
}

/**
 * Reads bigints, because `node:sqlite` otherwise throws after a write if the connection's last rowid, of any table,
 * does not fit a number.
 */
function prepareWrite(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}

/** The table is strict: what is not text cannot be there. */
function read(row: Readonly<Record<string, unknown>>): KeptAnswer | undefined {
  try {
    return { fingerprint: String(row.fingerprint), answer: JSON.parse(String(row.answer)) };
  } catch {
    return undefined;
  }
}
