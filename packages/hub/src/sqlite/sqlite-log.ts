import type { DatabaseSync } from "node:sqlite";
import { HubError } from "../error.ts";
import type { EventLog } from "../log/event-log.ts";
import { checkEventName } from "../log/event-name.ts";
import { type Retention, readRetention } from "../log/retention.ts";
import { adoptConnection, isInTransaction, openFile, patiently } from "./connection.ts";
import { guarded } from "./failure.ts";
import { type LogStore, openStore } from "./log-store.ts";
import { createTrimmer } from "./trimmer.ts";

/** Where the log lives and how much it keeps: exactly one of `file` and `database`. */
export type SqliteLogOptions = { readonly retention?: Retention | undefined } & (
  | {
      /**
       * The path of a database file, which is made if it is missing. The log opens a connection of its own and takes part
       * in no transaction of the application (D20.4).
       */
      readonly file: string;
      readonly database?: undefined;
    }
  | {
      /**
       * An open `node:sqlite` database, the application's own perhaps. The log adds its tables and never closes it.
       * What is published while a transaction is open on it is a part of that transaction: delivered after its commit,
       * gone with its rollback, and until then its position is provisional.
       */
      readonly database: DatabaseSync;
      readonly file?: undefined;
    }
);

/** Stores by connection, and how many logs are open on each. */
const stores = new WeakMap<DatabaseSync, { readonly store: LogStore; users: number }>();

/**
 * An event log in a SQLite file: survives restarts, needs nothing installed. One process writes it; a second one is
 * refused. Appends of one turn share one transaction. Needs Node 22.13 or newer.
 *
 * @throws HubError `invalid_options`; `log_in_use` while another process or connection has a log on the same file;
 *   `log_failed` when the file cannot be used
 * @example const log = createSqliteLog({ file: "events.db", retention: { count: 50_000 } });
 * @see docs/spec/delivery.md D1, D2, D4, D7
 */
export function createSqliteLog({ file, database: given, retention }: SqliteLogOptions): EventLog & AsyncDisposable {
  const limits = readRetention(retention);
  const isPath = typeof file === "string" && file !== "";
  if (given === undefined ? !isPath : file !== undefined) {
    throw new HubError(
      "invalid_options",
      "give createSqliteLog either { file }, a path, or { database }, a DatabaseSync",
    );
  }
  const where = file === undefined ? "cannot be opened" : `in ${file} cannot be opened`;
  const database = given ?? guarded(where, () => openFile(file ?? ""));
  const release = () => (given === undefined ? database.close() : undefined);
  let store: LogStore;
  try {
    store = guarded(where, () => acquire(database));
  } catch (error) {
    release();
    throw error;
  }
  const trimmer = createTrimmer(database, limits);
  const stops = new Set<() => void>();
  let closed = false;

  function open() {
    if (closed) throw new HubError("closed", "the event log is closed");
  }

  return {
    async head() {
      open();
      return guarded("could not be asked for its head", store.head);
    },
    async append(events) {
      open();
      for (const { event } of events) checkEventName(event);
      return guarded("could not store what was published", () => store.append(events, trimmer));
    },
    async broadcast(events) {
      open();
      for (const { event } of events) checkEventName(event);
      for (const event of events) store.subscribers.deliver(event);
    },
    async read(request) {
      open();
      return guarded("could not be read", () => store.read(request, Date.now() - limits.ageMs));
    },
    async subscribe(topic, listener) {
      open();
      const unsubscribe = store.subscribers.add(topic, listener);
      const stop = () => {
        unsubscribe();
        stops.delete(stop);
      };
      stops.add(stop);
      return stop;
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const stop of stops) stop();
      leave(database, store);
      release();
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

function acquire(database: DatabaseSync): LogStore {
  const known = stores.get(database);
  if (known?.store.isUsable()) {
    known.users += 1;
    return known.store;
  }
  known?.store.close();
  if (isInTransaction(database)) {
    throw new HubError("log_failed", "an event log cannot be opened inside a transaction: its tables would go with it");
  }
  const store = patiently(database, () => {
    adoptConnection(database);
    return openStore(database);
  });
  stores.set(database, { store, users: 1 });
  return store;
}

/** The last log on a connection gives its file free. */
function leave(database: DatabaseSync, store: LogStore): void {
  const known = stores.get(database);
  if (known?.store !== store) return;
  known.users -= 1;
  if (known.users > 0) return;
  stores.delete(database);
  known.store.close();
}
