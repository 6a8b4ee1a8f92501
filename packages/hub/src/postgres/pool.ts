/** The parts of a query's result that the adapters read. */
export interface PostgresResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many rows the statement read or wrote. */
  readonly rowCount?: number | null | undefined;
}

/** Something that runs queries: a pool, or one connection. */
export interface PostgresQueries {
  query(text: string, values?: unknown[]): Promise<PostgresResult>;
}

/** One connection taken from a pool. */
export interface PostgresClient extends PostgresQueries {
  /** Gives the connection back; with `true` it is closed instead. */
  release(destroy?: boolean): void;
  on(event: "notification", listener: (message: PostgresNotification) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/** What `NOTIFY` brings. */
export interface PostgresNotification {
  readonly channel: string;
  readonly payload?: string | undefined;
  /** The server process of the connection that sent it. */
  readonly processId: number;
}

/**
 * A pool of connections to PostgreSQL 15 or newer: the `Pool` of `pg` is one. The adapters need nothing else of a
 * driver, so another driver can implement it.
 */
export interface PostgresPool extends PostgresQueries {
  /** Its options. `max` is how many connections it opens. */
  readonly options?: { readonly max?: number | undefined } | undefined;
  connect(): Promise<PostgresClient>;
}

/**
 * Runs `work` in a transaction on one connection of a pool: committed when its promise resolves, rolled back when it
 * rejects. A connection whose rollback fails is closed.
 */
export async function inTransaction<T>(pool: PostgresPool, work: (client: PostgresClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two queries emits `error`. The next query rejects anyway, so the event is ignored.
  const ignore = () => {};
  client.on("error", ignore);
  let isBroken = false;
  try {
    await client.query("BEGIN ISOLATION LEVEL READ COMMITTED");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.removeListener("error", ignore);
    client.release(isBroken);
  }
}
