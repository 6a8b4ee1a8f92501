import type { DatabaseSync } from "node:sqlite";
import type { LogEvent, LogPage, NewEvent, ReadRequest } from "../event-log.ts";
import { endPage } from "../page-end.ts";
import type { Position } from "../position.ts";
import { createSubscribers, type Subscribers } from "../subscribers.ts";
import { type Append, createAppendQueue, type Outcome, STORING } from "./append-queue.ts";
import { fileOf, isInTransaction } from "./connection.ts";
import { createEventTable } from "./event-table.ts";
import { logFailed } from "./failure.ts";
import { healSequences } from "./heal.ts";
import { beginLife, type Lives } from "./lives.ts";
import { lockFile } from "./lock.ts";
import { migrate, recount } from "./schema.ts";
import { createTransactions } from "./transaction.ts";
import type { Trimmer } from "./trimmer.ts";
import { whenTransactionEnds } from "./when-transaction-ends.ts";

const NOTHING: Outcome<readonly Position[]> = { result: [] };

interface Work {
  readonly events: readonly NewEvent[];
  readonly trimmer: Trimmer;
}

/** What the logs over one connection share: the tables, the subscribers, the life that they write. */
export interface LogStore {
  readonly subscribers: Subscribers;
  head(): Position;
  append(events: readonly NewEvent[], trimmer: Trimmer): Promise<readonly Position[]>;
  /** @param expiredBefore Events stored before this moment, in milliseconds since 1970, count as trimmed. */
  read(request: ReadRequest, expiredBefore: number): LogPage;
  /** False once its database was closed, also when it was opened again: its statements are gone. */
  isUsable(): boolean;
  close(): void;
}

/** Opens the log in a database: takes its lock, brings its tables up to date and begins a life. */
export function openStore(database: DatabaseSync): LogStore {
  const file = fileOf(database);
  const unlock = file === undefined ? () => {} : lockFile(file, database);
  try {
    return createStore(database, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function createStore(database: DatabaseSync, unlock: () => void): LogStore {
  const { run, attempt } = createTransactions(database);
  const lives = run((): Lives => {
    migrate(database);
    healSequences(database);
    recount(database);
    const row = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event_log'").get();
    return beginLife(database, Number(row?.seq ?? 0));
  });
  const table = createEventTable(database, lives.positionOf);
  const subscribers = createSubscribers();
  const queue = createAppendQueue<Work, readonly Position[]>(commit);
  /** The newest sequence that is committed for certain: nothing after it is shown to anybody. */
  let head = table.head();
  /** Ends the wait for the application's transaction that events were stored in; undefined when there is none. */
  let stopWaiting: (() => void) | undefined;

  function store(events: readonly NewEvent[], now: number, fresh: LogEvent[]): readonly Position[] {
    return events.map((event) => {
      const known = event.key === undefined ? undefined : table.sequenceOf(event.key);
      if (known !== undefined) return lives.positionOf(Math.min(known, table.head()));
      const sequence = table.insert(event, now);
      if (event.key !== undefined) table.insertKey(event.key, sequence);
      const position = lives.positionOf(sequence);
      fresh.push({ ...event, position });
      return position;
    });
  }

  function commit(appends: readonly Append<Work, readonly Position[]>[]) {
    settle();
    if (isInTransaction(database)) commitWithin(appends);
    else commitAlone(appends);
  }

  function commitAlone(appends: readonly Append<Work, readonly Position[]>[]) {
    const now = Date.now();
    const fresh: LogEvent[] = [];
    const outcomes = run(() => {
      const all = storeEach(appends, now, fresh);
      for (const trimmer of new Set(appends.map(({ what }) => what.trimmer))) trimmer.trim(fresh, table.head(), now);
      return all;
    });
    head = table.head();
    for (const event of fresh) subscribers.deliver(event);
    for (const [index, append] of appends.entries()) append.settle(outcomes[index] ?? NOTHING);
  }

  /**
   * Stores inside the application's transaction, which decides what becomes of it: nothing is delivered before it is
   * committed, nothing trimmed that a rollback would bring back, and a refusal is not tried again outside of it.
   */
  function commitWithin(appends: readonly Append<Work, readonly Position[]>[]) {
    try {
      const outcomes = run(() => storeEach(appends, Date.now(), []));
      stopWaiting ??= whenTransactionEnds(database, settle);
      for (const [index, append] of appends.entries()) append.settle(outcomes[index] ?? NOTHING);
    } catch (error) {
      for (const append of appends) append.settle({ error: logFailed(STORING, error) });
    }
  }

  /** Stores each append by itself, so that one that fails takes nothing of the others with it. */
  function storeEach(
    appends: readonly Append<Work, readonly Position[]>[],
    now: number,
    fresh: LogEvent[],
  ): readonly Outcome<readonly Position[]>[] {
    if (table.head() === Number.MAX_SAFE_INTEGER) healSequences(database);
    return appends.map(({ what: { events } }) => {
      const stored: LogEvent[] = [];
      try {
        const result = appends.length === 1 ? store(events, now, stored) : attempt(() => store(events, now, stored));
        fresh.push(...stored);
        return { result };
      } catch (error) {
        if (appends.length === 1 || !isInTransaction(database)) throw error;
        return { error: logFailed(STORING, error) };
      }
    });
  }

  /** Delivers what the application's transaction committed. What it rolled back is not in the table. */
  function settle() {
    if (stopWaiting === undefined || isInTransaction(database)) return;
    stopWaiting();
    stopWaiting = undefined;
    for (;;) {
      const events = table.allAfter(head, 1000);
      for (const event of events) {
        head = event.position?.sequence ?? head;
        subscribers.deliver(event);
      }
      if (events.length < 1000) return;
    }
  }

  function* eventsOf(sequences: readonly number[]) {
    for (const sequence of sequences) {
      const found = table.get(sequence);
      if (found !== undefined) yield found.event;
    }
  }

  return {
    subscribers,
    head() {
      settle();
      return lives.positionOf(head);
    },
    append(events, trimmer) {
      // It belongs to the transaction that is open now, not to whatever comes at the end of the turn.
      const isJoining = isInTransaction(database);
      const done = queue.add({ events, trimmer });
      if (isJoining) queue.flush();
      return done;
    },
    read({ topics, after, limit, maxLength }, expiredBefore) {
      settle();
      const wanted = [...new Set(topics)];
      const gap = { gap: true, events: [], more: false };
      if (!lives.knows(after, head) || wanted.some((topic) => table.lost(topic, after.sequence))) return gap;
      const sequences = wanted
        .flatMap((topic) => table.sequencesOf(topic, after.sequence, head, limit + 1))
        .sort((a, b) => a - b)
        .slice(0, limit + 1);
      const first = sequences[0] === undefined ? undefined : table.get(sequences[0]);
      if (first !== undefined && first.at < expiredBefore) return gap;
      return endPage(eventsOf(sequences), limit, maxLength);
    },
    isUsable() {
      try {
        table.head();
        return true;
      } catch {
        return false;
      }
    },
    close() {
      try {
        queue.close();
        settle();
      } finally {
        stopWaiting?.();
        subscribers.clear();
        unlock();
      }
    },
  };
}
