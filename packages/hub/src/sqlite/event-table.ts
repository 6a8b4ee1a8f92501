import type { DatabaseSync } from "node:sqlite";
import type { LogEvent, NewEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { prepare, toInteger } from "./statement.ts";

/** The statements over stored events. */
export interface EventTable {
  /** The newest sequence that was ever given. */
  head(): number;
  insert(event: NewEvent, now: number): number;
  /** The sequence that was stored under a key. */
  sequenceOf(key: string): number | undefined;
  insertKey(key: string, sequence: number): void;
  /** Whether an event of a topic after a sequence was trimmed. */
  lost(topic: string, after: number): boolean;
  /** The oldest sequences of a topic after one and up to another. */
  sequencesOf(topic: string, after: number, through: number, limit: number): readonly number[];
  /** Everything of all topics after a sequence, a part at a time. */
  allAfter(after: number, limit: number): readonly LogEvent[];
  /** An event and when it was stored; undefined when it is trimmed. */
  get(sequence: number): { readonly event: LogEvent; readonly at: number } | undefined;
}

const COLUMNS = "sequence, topic, event, data, coalesce_key, expires_at, except_connection, at";

/**
 * Prepares the statements. All of them answer at once and whole: a statement that is left in the middle of its rows
 * would hold on to an old state of the database until it is collected.
 */
export function createEventTable(database: DatabaseSync, positionOf: (sequence: number) => Position): EventTable {
  const head = prepare(database, "SELECT seq FROM sqlite_sequence WHERE name = 'event_log'");
  const insert = prepare(
    database,
    `INSERT INTO event_log (topic, event, data, coalesce_key, expires_at, except_connection, at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const keyOf = prepare(database, "SELECT sequence FROM event_log_keys WHERE key = ?");
  const insertKey = prepare(database, "INSERT INTO event_log_keys (key, sequence) VALUES (?, ?)");
  const lost = prepare(
    database,
    `SELECT coalesce((SELECT trimmed FROM event_log_topics WHERE topic = ?),
                     (SELECT forgotten FROM event_log_state)) > ? AS lost`,
  );
  // SQLite plans a statement anew whenever a bare LIMIT's parameter is bound; the sign hides it.
  const sequences = prepare(
    database,
    "SELECT sequence FROM event_log WHERE topic = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT +?",
  );
  const all = prepare(database, `SELECT ${COLUMNS} FROM event_log WHERE sequence > ? ORDER BY sequence LIMIT +?`);
  const one = prepare(database, `SELECT ${COLUMNS} FROM event_log WHERE sequence = ?`);

  function toEvent(row: Readonly<Record<string, unknown>>): LogEvent {
    return {
      topic: String(row.topic),
      event: String(row.event),
      data: String(row.data),
      coalesceKey: row.coalesce_key === null ? undefined : String(row.coalesce_key),
      expiresAt: row.expires_at === null ? undefined : toInteger(row.expires_at),
      exceptConnection: row.except_connection === null ? undefined : String(row.except_connection),
      position: positionOf(toInteger(row.sequence)),
    };
  }

  return {
    head: () => toInteger(head.get()?.seq ?? 0),
    insert({ topic, event, data, coalesceKey, expiresAt, exceptConnection }, now) {
      const except = exceptConnection ?? null;
      const values = [topic, event, data, coalesceKey ?? null, toWholeMs(expiresAt), except, now] as const;
      return toInteger(insert.run(...values).lastInsertRowid);
    },
    sequenceOf(key) {
      const sequence = keyOf.get(key)?.sequence;
      return sequence === undefined ? undefined : toInteger(sequence);
    },
    insertKey: (key, sequence) => void insertKey.run(key, sequence),
    lost: (topic, after) => Boolean(lost.get(topic, after)?.lost),
    sequencesOf: (topic, after, through, limit) =>
      sequences.all(topic, after, through, limit).map((row) => toInteger(row.sequence)),
    allAfter: (after, limit) => all.all(after, limit).map(toEvent),
    get(sequence) {
      const row = one.get(sequence);
      return row === undefined ? undefined : { event: toEvent(row), at: toInteger(row.at) };
    },
  };
}

/** An expiry later than any date never comes. */
function toWholeMs(time: number | undefined): number | null {
  if (time === undefined || Number.isNaN(time) || time > Number.MAX_SAFE_INTEGER) return null;
  return Math.floor(Math.max(Number.MIN_SAFE_INTEGER, time));
}
