import type { PostgresClient, PostgresPool, PostgresQueries } from "./pool.ts";

/** The callbacks of a listener. */
export interface ListenerEvents {
  /** A message of another node, or one of this node's own that has a payload. */
  onMessage(payload: string): void;
  /** The listener has begun to listen, for the first time or again. Earlier messages may have been missed. */
  onListening(): void;
  /** The connection was lost. The listener reconnects by itself. */
  onLost(error: unknown): void;
}

/** A dedicated connection that receives other nodes' messages and reconnects when it is lost. */
export interface Listener {
  /** The connection while it listens. Its queries run one after the other. */
  readonly connection: PostgresQueries | undefined;
  /**
   * Checks with a query whether the connection is alive. A connection that has not answered the previous query is
   * closed.
   */
  check(): void;
  close(): void;
}

/** Milliseconds before the first attempt to connect again; doubles up to the longest. */
const RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;

/** Listens on a channel from now on. */
export function createListener(pool: PostgresPool, channel: string, events: ListenerEvents): Listener {
  let connection: PostgresQueries | undefined;
  let giveUp: ((error: unknown) => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isAsking = false;
  let closed = false;
  void connect();

  async function connect(): Promise<void> {
    let client: PostgresClient;
    try {
      client = await pool.connect();
    } catch (error) {
      if (!closed) connectLater(error);
      return;
    }
    if (closed) return client.release(true);
    let isOver = false;
    const leave = () => {
      isOver = true;
      connection = undefined;
      giveUp = undefined;
      client.release(true);
    };
    giveUp = (error) => {
      if (isOver) return;
      leave();
      if (!closed) connectLater(error);
    };
    // A connection may emit another error after its end. Without this listener that would end the process.
    client.on("error", (error) => giveUp?.(error));
    client.on("end", () => giveUp?.(new Error("the connection has ended")));
    const queries = oneByOne(client);
    try {
      // This connection writes only announcements, which need not be on the disk. Waiting for it would delay every
      // other commit.
      const { rows } = await queries.query(
        "SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', 'off', false) AS setting",
      );
      const ownProcess = Number(rows[0]?.pid);
      client.on("notification", ({ payload = "", processId }) => {
        if (!isOver && (payload !== "" || processId !== ownProcess)) events.onMessage(payload);
      });
      await queries.query(`LISTEN ${channel}`);
      if (isOver) return;
      failures = 0;
      isAsking = false;
      connection = queries;
      events.onListening();
    } catch (error) {
      giveUp?.(error);
    }
  }

  function connectLater(error: unknown): void {
    const delay = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures);
    failures += 1;
    events.onLost(error);
    retry = setTimeout(connect, delay);
    retry.unref();
  }

  return {
    get connection() {
      return connection;
    },
    check() {
      if (connection === undefined) return;
      if (isAsking) return giveUp?.(new Error("the connection does not answer"));
      isAsking = true;
      connection.query("SELECT").then(
        () => {
          isAsking = false;
        },
        (error: unknown) => giveUp?.(error),
      );
    },
    close() {
      closed = true;
      clearTimeout(retry);
      giveUp?.(new Error("the event log is closed"));
    },
  };
}

/** Runs queries one after the other, because `pg` takes one query at a time on a connection. */
export function oneByOne(client: PostgresQueries): PostgresQueries {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query(text, values) {
      const result = last.then(() => client.query(text, values));
      last = result.catch(() => {});
      return result;
    },
  };
}
