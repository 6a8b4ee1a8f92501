import { Refusal } from "@tidings/admission";
import type { KeptAnswer, KeptAnswers } from "@tidings/admission/http";
import { attemptInProgress, KEY_KEPT_MS } from "@tidings/contracts";
import type { OnUnreadable } from "../rows.ts";
import type { Store } from "../store.ts";

/** Older rows that each new one removes: more than one, so that the table shrinks while it is used. */
const TRIMMED_A_TIME = 10;

const FIND = `SELECT fingerprint, answer FROM idempotency_keys
  WHERE user_id = ?1 AND operation = ?2 AND key = ?3 AND created_at > ?4`;
const TRIM = `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM idempotency_keys WHERE created_at <= ?1 ORDER BY created_at LIMIT ${TRIMMED_A_TIME}
  FOR UPDATE SKIP LOCKED))`;
// It waits for another node that keeps an answer to the same attempt, and then writes nothing.
const KEEP = `INSERT INTO idempotency_keys AS kept (user_id, operation, key, fingerprint, answer, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (user_id, operation, key) DO UPDATE
  SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  WHERE kept.created_at <= ?7`;

/**
 * {@link KeptAnswers} in PostgreSQL, which all nodes share. `keep` is part of the store's transaction that it is called
 * in. If another node has done the same attempt meanwhile, `keep` rejects, so that it is done once (D25.5).
 */
export function createPostgresKeptAnswers(store: Store, onUnreadable: OnUnreadable): KeptAnswers {
  return {
    async find({ userId, operation, key }) {
      const row = await store.first(FIND, userId, operation, key, Date.now() - KEY_KEPT_MS);
      if (row === undefined) return undefined;
      const kept = read(row);
      if (kept === undefined) {
        onUnreadable({ table: "idempotency_keys", id: key, issues: ["its answer is not valid JSON"] });
        // What cannot be read counts as missing, and must not be in the way of the next answer.
        await store.run(
          "DELETE FROM idempotency_keys WHERE user_id = ?1 AND operation = ?2 AND key = ?3",
          userId,
          operation,
          key,
        );
      }
      return kept;
    },
    async keep({ userId, operation, key }, { fingerprint, answer }) {
      const now = Date.now();
      await store.run(TRIM, now - KEY_KEPT_MS);
      const kept = await store.run(
        KEEP,
        userId,
        operation,
        key,
        fingerprint,
        JSON.stringify(answer),
        now,
        now - KEY_KEPT_MS,
      );
      if (kept === 0) throw new Refusal("conflict", [attemptInProgress], { retryAfter: 1 });
    },
  };
}

function read(row: Readonly<Record<string, unknown>>): KeptAnswer | undefined {
  try {
    return { fingerprint: String(row.fingerprint), answer: JSON.parse(String(row.answer)) };
  } catch {
    return undefined;
  }
}
