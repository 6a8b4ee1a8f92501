/** What a column may hold. An integer that no JavaScript number holds is a bigint (S18.3). */
export type Value = null | number | bigint | string | Uint8Array<ArrayBuffer>;

/** A row as the database gives it, whatever another program has written into it. */
export type Row = Readonly<Record<string, Value>>;

/** A statement, and how it is run. */
export interface Statement {
  /** In the SQL that SQLite and PostgreSQL share, with the parameters `?1`, `?2`, and so on. */
  readonly sql: string;
  readonly values: readonly Value[];
  /** Whether its rows are wanted, or only how many it wrote. */
  readonly wants: "rows" | "count";
}

/** What a statement resulted in; `rows` is empty for one that wants none. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly count: number;
}

/**
 * The work of one transaction, as a generator that yields its statements. The store runs them: SQLite's all in one turn
 * of the event loop, because its one connection is shared, and PostgreSQL's one after the other. So a repository is
 * written once for both.
 */
export type Work<T> = Generator<Statement | PromiseLike<void>, T, Outcome>;

/** Called in the transaction with what was written. If it throws or rejects, the transaction is rolled back. */
export type Within<T> = (written: T) => void | PromiseLike<void>;

/** A port: where the rows of all domains are. Every method rejects with the database's error. */
export interface Store {
  /** Runs a statement and resolves with all its rows, so it needs a `LIMIT`. */
  all(sql: string, ...values: readonly Value[]): Promise<readonly Row[]>;
  /** Resolves with the first row. */
  first(sql: string, ...values: readonly Value[]): Promise<Row | undefined>;
  /** Runs a statement that writes; resolves with how many rows it wrote. */
  run(sql: string, ...values: readonly Value[]): Promise<number>;
  /**
   * Runs `work` as one transaction: if it throws, nothing of it is kept, and the error is passed on.
   *
   * @example
   * await store.transaction(function* () {
   *   const order = yield* first(`SELECT * FROM orders WHERE id = ?1 ${store.lock}`, id);
   *   if (order?.order_status === "Preparing") yield* run("UPDATE orders SET order_status = ?1 WHERE id = ?2", next, id);
   * });
   * @throws Refusal `unavailable` if another process holds the database for too long
   */
  transaction<T>(work: () => Work<T>): Promise<T>;
  /**
   * Runs `work` so that everything it reads, the event log's position too, comes from the same server (D5.3).
   */
  snapshot<T>(work: () => Promise<T>): Promise<T>;
  /**
   * What a SELECT in a transaction ends with to lock its rows for what is written next. Empty in SQLite, where one
   * transaction at a time writes.
   */
  readonly lock: string;
}

/** In a transaction: all rows of a statement. */
export function* all(sql: string, ...values: readonly Value[]): Work<readonly Row[]> {
  return (yield { sql, values, wants: "rows" }).rows;
}

/** In a transaction: the first row of a statement. */
export function* first(sql: string, ...values: readonly Value[]): Work<Row | undefined> {
  return (yield* all(sql, ...values))[0];
}

/** In a transaction: how many rows a statement wrote. */
export function* run(sql: string, ...values: readonly Value[]): Work<number> {
  return (yield { sql, values, wants: "count" }).count;
}

/** In a transaction: waits for what a {@link Within} returned. */
export function* wait(work: void | PromiseLike<void>): Work<void> {
  if (work !== undefined) yield work;
}
