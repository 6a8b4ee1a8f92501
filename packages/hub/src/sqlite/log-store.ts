import type { DatabaseSync } from "node:sqlite";
import type { LogEvent, LogPage, NewEvent, ReadRequest } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { createSubscribers, type Subscribers } from "../log/subscribers.ts";
import { createAppendQueue, STORING } from "./append-queue.ts";
import { fileOf, isInTransaction } from "./connection.ts";
import { createEventTable } from "./event-table.ts";
import { logFailed } from "./failure.ts";
import { healSequences } from "./heal.ts";
import { beginLife, type Lives } from "./lives.ts";
import { lockFile } from "./lock.ts";
import { GAP, readPage } from "./read-page.ts";
import { migrate, recount } from "./schema.ts";
import { prepare, toInteger } from "./statement.ts";
import { type Appended, type Appends, createAppendStore } from "./store-appends.ts";
import { createTransactions } from "./transaction.ts";
import type { Trimmer } from "./trimmer.ts";
import { whenTransactionEnds } from "./when-transaction-ends.ts";

/** Events delivered from the table at a time. */
const PART = 1000;

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
    const row = prepare(database, "SELECT seq FROM sqlite_sequence WHERE name = 'event_log'").get();
    return beginLife(database, toInteger(row?.seq ?? 0));
  });
  const table = createEventTable(database, lives.positionOf);
  const appendStore = createAppendStore(database, { table, lives, attempt });
  const subscribers = createSubscribers();
  const queue = createAppendQueue<Appended, readonly Position[]>((appends) => {
    settle();
    if (isInTransaction(database)) commitWithin(appends);
    else commitAlone(appends);
  });
  /** The newest sequence that is committed for certain: nothing after it is shown to anybody. */
  let head = table.head();
  /** Ends the wait for the application's transaction that events were stored in; undefined when there is none. */
  let stopWaiting: (() => void) | undefined;

  function commitAlone(appends: Appends) {
    const now = Date.now();
    const fresh: LogEvent[] = [];
    const outcomes = run(() => {
      const all = appendStore.store(appends, now, fresh);
      for (const trimmer of new Set(appends.map(({ what }) => what.trimmer))) trimmer.trim(fresh, table.head(), now);
      return all;
    });
    head = table.head();
    for (const event of fresh) subscribers.deliver(event);
    for (const [index, outcome] of outcomes.entries()) appends[index]?.settle(outcome);
  }

  /**
   * Stores inside the application's transaction, which decides what becomes of it: nothing is delivered before it is
   * committed, nothing trimmed that a rollback would bring back, and a refusal is not tried again outside of it (D20.1, D20.2).
   */
  function commitWithin(appends: Appends) {
    try {
      const outcomes = run(() => appendStore.store(appends, Date.now(), []));
      stopWaiting ??= whenTransactionEnds(database, settle);
      for (const [index, outcome] of outcomes.entries()) appends[index]?.settle(outcome);
    } catch (error) {
      for (const append of appends) append.settle({ error: logFailed(STORING, error) });
    }
  }

  /** Delivers what the application's transaction committed. What it rolled back is not in the table. */
  function settle() {
    const stop = stopWaiting;
    if (stop === undefined || isInTransaction(database)) return;
    // Before the delivery, because a listener may call the log during it.
    stopWaiting = undefined;
    try {
      deliverCommitted();
      stop();
    } catch (error) {
      stopWaiting = stop;
      throw error;
    }
  }

  function deliverCommitted() {
    for (;;) {
      const events = table.allAfter(head, PART);
      for (const event of events) {
        head = event.position?.sequence ?? head;
        subscribers.deliver(event);
      }
      if (events.length < PART) return;
    }
  }

  function isUsable(): boolean {
    try {
      table.head();
      return true;
    } catch {
      return false;
    }
  }

  return {
    subscribers,
    head() {
      settle();
      return lives.positionOf(head);
    },
    append(events, trimmer) {
      // The append belongs to the transaction that is open now, not to one that is open at the end of the turn.
      const isJoining = isInTransaction(database);
      const done = queue.add({ events, trimmer });
      if (isJoining) queue.flush();
      return done;
    },
    read(request, expiredBefore) {
      settle();
      return lives.knows(request.after, head) ? readPage(table, request, { head, expiredBefore }) : GAP;
    },
    isUsable,
    close() {
      try {
        queue.close();
        if (isUsable()) settle();
      } finally {
        stopWaiting?.();
        subscribers.clear();
        unlock();
      }
    },
  };
}
