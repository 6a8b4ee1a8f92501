import { AsyncLocalStorage } from "node:async_hooks";
import { Refusal } from "@tidings/admission";
import type { PostgresLog, PostgresPool, PostgresQueries } from "@tidings/hub/postgres";
import type { Outcome, Row, Statement, Store, Value, Work } from "../store.ts";
import { failureOf, isCollision } from "./failures.ts";

/** How often a transaction is run that collides with others. */
const ATTEMPTS = 5;

/**
 * What the transactions of requests do not wait for: a row that another program's open transaction holds. A node that
 * was stopped in the middle holds its rows no longer than the second time.
 */
const PATIENCE = `SELECT set_config('lock_timeout', '3000', true),
  set_config('idle_in_transaction_session_timeout', '10000', true)`;

/** A transaction of this store that the current work is in. */
interface Open {
  readonly queries: PostgresQueries;
  isOver: boolean;
}

/**
 * A {@link Store} in PostgreSQL. A transaction is the event log's, so that what is published in it is part of it
 * (D20.1). One that collides with another is run again.
 *
 * @param log The event log in the same database.
 */
export function createPostgresStore(pool: PostgresPool, log: Pick<PostgresLog, "transaction">): Store {
  const current = new AsyncLocalStorage<Open>();

  function openOne(): Open | undefined {
    const open = current.getStore();
    return open === undefined || open.isOver ? undefined : open;
  }

  async function execute(queries: PostgresQueries, { sql, values, wants }: Statement): Promise<Outcome> {
    if (values.some(isUnstorable)) {
      if (wants === "rows") return NOTHING;
      throw new Refusal("bad_request", ["A text must not contain the character U+0000"]);
    }
    const { rows, rowCount } = await queries.query(translated(sql), [...values]);
    // The columns of the tables are numbers and texts, which `createPostgresPool` reads as such.
    return { rows: rows as readonly Row[], count: rowCount ?? 0 };
  }

  async function carryOut<T>(work: Work<T>, queries: PostgresQueries): Promise<T> {
    let step = work.next();
    while (step.done !== true) {
      let outcome = NOTHING;
      try {
        if ("sql" in step.value) outcome = await execute(queries, step.value);
        else await step.value;
      } catch (error) {
        step = work.throw(error);
        continue;
      }
      step = work.next(outcome);
    }
    return step.value;
  }

  /** Runs `work` in the current transaction, or in a new one. */
  async function within<T>(work: (queries: PostgresQueries) => Promise<T>): Promise<T> {
    const outer = openOne();
    if (outer !== undefined) return work(outer.queries);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await log.transaction(async (queries) => {
          await queries.query(PATIENCE);
          const open: Open = { queries, isOver: false };
          try {
            return await current.run(open, () => work(queries));
          } finally {
            open.isOver = true;
          }
        });
      } catch (error) {
        if (!isCollision(error) || attempt >= ATTEMPTS) throw failureOf(error);
      }
    }
  }

  async function alone(statement: Statement): Promise<Outcome> {
    try {
      return await execute(openOne()?.queries ?? pool, statement);
    } catch (error) {
      throw failureOf(error);
    }
  }

  return {
    all: async (sql, ...values) => (await alone({ sql, values, wants: "rows" })).rows,
    first: async (sql, ...values) => (await alone({ sql, values, wants: "rows" })).rows[0],
    run: async (sql, ...values) => (await alone({ sql, values, wants: "count" })).count,
    transaction: (work) => within((queries) => carryOut(work(), queries)),
    snapshot: (work) => within(() => work()),
    // Not FOR UPDATE, which would wait for every insert of a row that refers to this one.
    lock: "FOR NO KEY UPDATE",
  };
}

const NOTHING: Outcome = { rows: [], count: 0 };

/** `?1` is `$1`. The `+` is SQLite's alone, which plans a bare `LIMIT ?` anew each time. */
function translated(sql: string): string {
  return sql.replace(/\+?\?(\d+)/g, "$$$1");
}

/** No text in PostgreSQL has this character. So nothing is found by it, and nothing with it is written. */
function isUnstorable(value: Value): boolean {
  return typeof value === "string" && value.includes("\0");
}
