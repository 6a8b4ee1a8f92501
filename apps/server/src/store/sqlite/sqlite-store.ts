import type { DatabaseSync } from "node:sqlite";
import { whenFree } from "@tidings/admission/sqlite";
import { prepareRows, prepareWrite, type RowQuery, transaction, type Write } from "@tidings/outbox/sqlite";
import type { Outcome, Statement, Store, Work } from "../store.ts";

/**
 * A {@link Store} on SQLite's one connection. A transaction runs in one turn of the event loop, so that no other work
 * of the process is in it. While another process holds the database, a write is tried again for three seconds.
 *
 * @param database Open and migrated.
 */
export function createSqliteStore(database: DatabaseSync): Store {
  const queries = new Map<string, RowQuery>();
  const writes = new Map<string, Write>();

  function prepared<T>(known: Map<string, T>, sql: string, prepare: (database: DatabaseSync, sql: string) => T): T {
    const statement = known.get(sql) ?? prepare(database, sql);
    known.set(sql, statement);
    return statement;
  }

  function execute({ sql, values, wants }: Statement): Outcome {
    if (wants === "count") return { rows: [], count: prepared(writes, sql, prepareWrite).run(...values) };
    const rows = prepared(queries, sql, prepareRows).all(...values);
    return { rows, count: rows.length };
  }

  function carryOut<T>(work: Work<T>): T {
    let step = work.next();
    while (step.done !== true) {
      if (!("sql" in step.value)) throw new Error("a transaction of SQLite's shared connection cannot wait");
      let outcome: Outcome;
      try {
        outcome = execute(step.value);
      } catch (error) {
        step = work.throw(error);
        continue;
      }
      step = work.next(outcome);
    }
    return step.value;
  }

  return {
    async all(sql, ...values) {
      return prepared(queries, sql, prepareRows).all(...values);
    },
    async first(sql, ...values) {
      return prepared(queries, sql, prepareRows).get(...values);
    },
    run: (sql, ...values) => whenFree(() => prepared(writes, sql, prepareWrite).run(...values)),
    transaction: (work) => whenFree(() => transaction(database, () => carryOut(work()))),
    snapshot: (work) => work(),
    lock: "",
  };
}
