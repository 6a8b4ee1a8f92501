import type { PostgresClient, PostgresPool, PostgresQueries } from "./pool.ts";

/** What a listener tells. */
export interface ListenerEvents {
  /** A message of another node; of this node's own only those with a payload. */
  onMessage(payload: string): void;
  /** It listens, for the first time or again: something may have been said before. */
  onListening(): void;
  /** It does not listen any more; it tries again by itself. */
  onLost(error: unknown): void;
}

/** A connection of its own that hears what other nodes say, and comes back when it is cut. */
export interface Listener {
  /** The connection while it listens. Its queries run one after the other. */
  readonly connection: PostgresQueries | undefined;
  /** Asks whether the connection is still there; one that has not answered the last question is given up. */
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
    // After its end a connection may fail once more, and nobody else listens to that.
    client.on("error", (error) => giveUp?.(error));
    client.on("end", () => giveUp?.(new Error("the connection has ended")));
    const queries = oneByOne(client);
    try {
      // It writes nothing but announcements, which would make every other commit wait for one more write to the disk.
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

/** `pg` wants to be asked one thing at a time. */
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
