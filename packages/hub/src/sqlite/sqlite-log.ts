import type { DatabaseSync, StatementSync } from "node:sqlite";
import { HubError } from "../error.ts";
import type { EventLog, LogEvent, NewEvent, Retention } from "../event-log.ts";
import { checkEventName } from "../event-name.ts";
import { createEpoch, type Position } from "../position.ts";
import { createSubscribers } from "../subscribers.ts";
import { SCHEMA } from "./schema.ts";
import { createTrimmer } from "./trim.ts";

/** Where the log lives and how much it keeps. */
export interface SqliteLogOptions {
  /** An open `node:sqlite` database, the application's own perhaps; the log adds its tables and never closes it. */
  readonly database: DatabaseSync;
  readonly retention?: Retention;
}

/**
 * An event log in a SQLite file: survives restarts, needs nothing installed. One process writes it.
 *
 * @example const log = createSqliteLog({ database: new DatabaseSync("tidings.db"), retention: { count: 50_000 } });
 * @see docs/spec/delivery.md D2, D4, D7
 */
export function createSqliteLog({ database, retention }: SqliteLogOptions): EventLog {
  database.exec(SCHEMA);
  const epoch = readEpoch(database);
  const subscribers = createSubscribers();
  const trimmer = createTrimmer(database, retention);
  const insert = database.prepare(
    "INSERT INTO event_log (topic, event, data, coalesce_key, expires_at, at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const keyOf = database.prepare("SELECT sequence FROM event_log_keys WHERE key = ?");
  const insertKey = database.prepare("INSERT INTO event_log_keys (key, sequence) VALUES (?, ?)");
  const lastSequence = database.prepare(
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event_log'), 0) AS sequence",
  );
  const selects = new Map<number, StatementSync>();
  let closed = false;

  /** One statement for each number of topics that readers have. */
  function selectOf(topics: number): StatementSync {
    const known = selects.get(topics);
    if (known !== undefined) return known;
    // SQLite plans a statement anew whenever a bare LIMIT's parameter is bound; the sign hides it.
    const marks = new Array<string>(topics).fill("?").join(", ");
    const select = database.prepare(
      `SELECT sequence, topic, event, data, coalesce_key, expires_at FROM event_log
       WHERE topic IN (${marks}) AND sequence > ? ORDER BY sequence LIMIT +?`,
    );
    selects.set(topics, select);
    return select;
  }

  function open() {
    if (closed) throw new HubError("closed", "the event log is closed");
  }

  function head(): number {
    return Number(lastSequence.get()?.sequence ?? 0);
  }

  function store(event: NewEvent, now: number, fresh: LogEvent[]): Position {
    const known = event.key === undefined ? undefined : keyOf.get(event.key);
    if (known !== undefined) return { epoch, sequence: Number(known.sequence) };
    const { lastInsertRowid } = insert.run(
      event.topic,
      event.event,
      event.data,
      event.coalesceKey ?? null,
      event.expiresAt ?? null,
      now,
    );
    const position = { epoch, sequence: Number(lastInsertRowid) };
    if (event.key !== undefined) insertKey.run(event.key, position.sequence);
    fresh.push({ ...event, position });
    return position;
  }

  return {
    async head() {
      open();
      return { epoch, sequence: head() };
    },
    async append(events) {
      open();
      for (const { event } of events) checkEventName(event);
      const now = Date.now();
      const fresh: LogEvent[] = [];
      database.exec("BEGIN IMMEDIATE");
      let positions: Position[];
      try {
        positions = events.map((event) => store(event, now, fresh));
        trimmer.trim(head(), now);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
      for (const event of fresh) subscribers.deliver(event);
      return positions;
    },
    async broadcast(events) {
      open();
      for (const { event } of events) checkEventName(event);
      for (const event of events) subscribers.deliver(event);
    },
    async read({ topics, after, limit, maxLength = Number.POSITIVE_INFINITY }) {
      open();
      trimmer.trimExpired(Date.now());
      if (after.epoch !== epoch || after.sequence > head() || trimmer.lost(topics, after.sequence)) {
        return { gap: true, events: [], more: false };
      }
      const events: LogEvent[] = [];
      let length = 0;
      for (const row of selectOf(topics.length).iterate(...topics, after.sequence, limit + 1)) {
        if (events.length === limit || length > maxLength) return { gap: false, events, more: true };
        const event = toEvent(row, epoch);
        events.push(event);
        length += event.data.length;
      }
      return { gap: false, events, more: false };
    },
    async subscribe(topic, listener) {
      open();
      return subscribers.add(topic, listener);
    },
    async close() {
      closed = true;
      subscribers.clear();
    },
  };
}

function toEvent(row: Record<string, unknown>, epoch: string): LogEvent {
  return {
    topic: String(row.topic),
    event: String(row.event),
    data: String(row.data),
    coalesceKey: row.coalesce_key === null ? undefined : String(row.coalesce_key),
    expiresAt: row.expires_at === null ? undefined : Number(row.expires_at),
    position: { epoch, sequence: Number(row.sequence) },
  };
}

function readEpoch(database: DatabaseSync): string {
  const row = database.prepare("SELECT epoch FROM event_log_epoch").get();
  if (row !== undefined) return String(row.epoch);
  const epoch = createEpoch();
  database.prepare("INSERT INTO event_log_epoch (epoch) VALUES (?)").run(epoch);
  return epoch;
}
