import type { DatabaseSync } from "node:sqlite";
import type { LogEvent } from "../log/event-log.ts";
import { type Limits, REMEMBERED, slackOf } from "../log/retention.ts";
import { prepare, toInteger } from "./statement.ts";

/** Removes what the retention no longer keeps. */
export interface Trimmer {
  /**
   * Call it in the transaction that appends, after `fresh` was stored. What it removes is bounded by what is appended,
   * so that no append pays for all that expired in a quiet week.
   */
  trim(fresh: readonly LogEvent[], head: number, now: number): void;
}

/** The least that an append may remove. */
const BUDGET = 1000;
/** Appended events between two looks at what may be forgotten. */
const FORGET_EVERY = 250;

/** Trims a log's tables: the cost of an append does not grow with what is stored (D19.2). */
export function createTrimmer(database: DatabaseSync, { count, ageMs, countPerTopic }: Limits): Trimmer {
  const storedOf = prepare(database, "SELECT stored FROM event_log_topics WHERE topic = ?");
  const stored = prepare(database, "SELECT stored FROM event_log_state");
  const removeOfTopic = prepare(
    database,
    `DELETE FROM event_log WHERE sequence IN
     (SELECT sequence FROM event_log WHERE topic = ? ORDER BY sequence LIMIT +?)`,
  );
  const removeOldest = prepare(
    database,
    "DELETE FROM event_log WHERE sequence IN (SELECT sequence FROM event_log ORDER BY sequence LIMIT +?)",
  );
  const oldest = prepare(database, "SELECT at FROM event_log ORDER BY sequence LIMIT 1");
  // Walks from the oldest and stops at the first that is young enough, or at the budget's end.
  const removeExpired = prepare(
    database,
    `DELETE FROM event_log WHERE sequence < coalesce(
       (SELECT sequence FROM (SELECT sequence, at FROM event_log ORDER BY sequence LIMIT +?2) WHERE at >= ?1 LIMIT 1),
       (SELECT max(sequence) + 1 FROM (SELECT sequence FROM event_log ORDER BY sequence LIMIT +?2)))`,
  );
  const forgetKeys = prepare(database, "DELETE FROM event_log_keys WHERE sequence <= ?");
  const forgettable = prepare(
    database,
    "SELECT max(trimmed) AS trimmed FROM event_log_topics WHERE stored = 0 AND trimmed <= ?",
  );
  const forgetTopics = prepare(database, "DELETE FROM event_log_topics WHERE stored = 0 AND trimmed <= ?");
  const remember = prepare(database, "UPDATE event_log_state SET forgotten = max(forgotten, ?)");
  let lookedAt = Number.NEGATIVE_INFINITY;

  function trimTopics(fresh: readonly LogEvent[]) {
    if (countPerTopic === Number.POSITIVE_INFINITY) return;
    for (const topic of new Set(fresh.map((event) => event.topic))) {
      const surplus = toInteger(storedOf.get(topic)?.stored ?? 0) - countPerTopic;
      if (surplus > slackOf(countPerTopic)) removeOfTopic.run(topic, surplus);
    }
  }

  function trimByCount(budget: number) {
    if (count === Number.POSITIVE_INFINITY) return;
    const surplus = toInteger(stored.get()?.stored ?? 0) - count;
    if (surplus > slackOf(count)) removeOldest.run(Math.min(surplus, budget));
  }

  function trimByAge(now: number, budget: number) {
    if (ageMs === Number.POSITIVE_INFINITY) return;
    const first = oldest.get();
    if (first !== undefined && toInteger(first.at) < now - ageMs) removeExpired.run(now - ageMs, budget);
  }

  /** What is remembered of trimmed events has an end too (D19.3). */
  function forget(head: number) {
    if (head - lookedAt < FORGET_EVERY) return;
    lookedAt = head;
    forgetKeys.run(head - Math.max(REMEMBERED, Number.isFinite(count) ? count : 0));
    const trimmed = forgettable.get(head - REMEMBERED)?.trimmed;
    if (trimmed === null || trimmed === undefined) return;
    remember.run(trimmed);
    forgetTopics.run(head - REMEMBERED);
  }

  return {
    trim(fresh, head, now) {
      const budget = Math.max(BUDGET, 2 * fresh.length);
      trimTopics(fresh);
      trimByCount(budget);
      trimByAge(now, budget);
      forget(head);
    },
  };
}
