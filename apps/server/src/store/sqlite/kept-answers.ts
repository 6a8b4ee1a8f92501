import type { DatabaseSync } from "node:sqlite";
import type { KeptAnswer, KeptAnswers } from "@tidings/admission/http";
import { KEY_KEPT_MS } from "@tidings/contracts";
import { prepareRows, prepareWrite } from "@tidings/outbox/sqlite";
import * as z from "zod";
import { type OnUnreadable, rowReader } from "./rows.ts";

/** Older rows that each new one removes: more than one, so that the table shrinks while it is used. */
const TRIMMED_A_TIME = 10;

const keptAnswer = z.object({
  fingerprint: z.string(),
  answer: z.string().transform((json): unknown => JSON.parse(json)),
});

/**
 * {@link KeptAnswers} in SQLite. Each new row removes a few that are too old (D25.4).
 *
 * @param now Milliseconds since 1970. Default: the system's clock.
 */
export function createKeptAnswers(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
  now: () => number = Date.now,
): KeptAnswers {
  const one = prepareRows(
    database,
    `SELECT key AS id, fingerprint, answer FROM idempotency_keys
     WHERE user_id = ? AND operation = ? AND key = ? AND created_at > ?`,
  );
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
  const read = rowReader("idempotency_keys", (row): KeptAnswer => keptAnswer.parse(row), onUnreadable);

  return {
    find({ userId, operation, key }) {
      return read(one.get(userId, operation, key, now() - KEY_KEPT_MS));
    },
    keep({ userId, operation, key }, { fingerprint, answer }) {
      trim.run(now() - KEY_KEPT_MS);
      add.run(userId, operation, key, fingerprint, JSON.stringify(answer), now());
    },
  };
}
