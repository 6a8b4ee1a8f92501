import type { DatabaseSync } from "node:sqlite";
import type { Retention } from "../event-log.ts";

/** Keys are kept this many events longer than any publisher needs to repeat itself after a crash. */
const KEPT_KEYS = 100_000;

/** Removes what the retention no longer keeps, and remembers for each topic how far. */
export interface Trimmer {
  /** Call inside the appending transaction. */
  trim(head: number, now: number): void;
  /** Removes what only age has expired: a quiet log is trimmed when it is read. */
  trimExpired(now: number): void;
  /** Whether an event of these topics after a sequence is gone. */
  lost(topics: readonly string[], after: number): boolean;
}

/** Trims a log's tables by count and age, in steps of a hundredth of the count so that an append stays cheap. */
export function createTrimmer(database: DatabaseSync, retention: Retention = {}): Trimmer {
  const { count = 100_000, ageMs = Number.POSITIVE_INFINITY } = retention;
  const slack = Math.floor(count / 100);
  const oldest = database.prepare("SELECT sequence, at FROM event_log ORDER BY sequence LIMIT 1");
  const lastBefore = database.prepare("SELECT max(sequence) AS sequence FROM event_log WHERE at < ?");
  const remember = database.prepare(
    `INSERT INTO event_log_trimmed (topic, sequence)
     SELECT topic, max(sequence) FROM event_log WHERE sequence <= ? GROUP BY topic
     ON CONFLICT (topic) DO UPDATE SET sequence = excluded.sequence`,
  );
  const remove = database.prepare("DELETE FROM event_log WHERE sequence <= ?");
  const removeKeys = database.prepare("DELETE FROM event_log_keys WHERE sequence <= ?");
  const trimmedThrough = database.prepare("SELECT sequence FROM event_log_trimmed WHERE topic = ?");

  function cut(through: number) {
    remember.run(through);
    remove.run(through);
  }

  function expiredThrough(now: number): number {
    if (ageMs === Number.POSITIVE_INFINITY) return 0;
    const first = oldest.get();
    if (first === undefined || Number(first.at) >= now - ageMs) return 0;
    return Number(lastBefore.get(now - ageMs)?.sequence ?? 0);
  }

  return {
    trim(head, now) {
      const first = Number(oldest.get()?.sequence ?? head);
      const surplus = head - first + 1 > count + slack ? head - count : 0;
      const through = Math.max(surplus, expiredThrough(now));
      if (through === 0) return;
      cut(through);
      removeKeys.run(head - Math.max(KEPT_KEYS, Number.isFinite(count) ? count : KEPT_KEYS));
    },
    trimExpired(now) {
      const through = expiredThrough(now);
      if (through > 0) cut(through);
    },
    lost(topics, after) {
      return topics.some((topic) => Number(trimmedThrough.get(topic)?.sequence ?? 0) > after);
    },
  };
}
