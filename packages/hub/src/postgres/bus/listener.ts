import { oneByOne } from "../one-by-one.ts";
import type { PostgresClient, PostgresPool, PostgresQueries } from "../pool.ts";

/** The callbacks of a listener. */
export interface ListenerEvents {
  /** A message of any node, of this one too. */
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
  close(): void;
}

/** Milliseconds before the first attempt to connect again; doubles up to the longest. */
const RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;
/** Milliseconds between two checks. A busy machine may take seconds to answer one. */
const CHECK_MS = 5000;

/** Listens on a channel from now on. */
export function createListener(pool: PostgresPool, channel: string, events: ListenerEvents): Listener {
  let connection: PostgresQueries | undefined;
  let giveUp: ((error: unknown) => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isAsking = false;
  let closed = false;
  const checking = setInterval(check, CHECK_MS);
  checking.unref();
  void connect();

  /** Asks whether the connection is alive. One that has not answered the previous question is closed. */
  function check(): void {
    if (connection === undefined) return;
    if (isAsking) {
      // After a long turn of the event loop the answer may be here and not read yet.
      setImmediate(() => {
        if (isAsking) giveUp?.(new Error("the connection does not answer"));
      });
      return;
    }
    isAsking = true;
    connection.query("SELECT").then(
      () => {
        isAsking = false;
      },
      (error: unknown) => giveUp?.(error),
    );
  }

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
      await queries.query("SET synchronous_commit TO off");
      client.on("notification", ({ payload = "" }) => {
        if (!isOver) events.onMessage(payload);
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
    close() {
      closed = true;
      clearInterval(checking);
      clearTimeout(retry);
      giveUp?.(new Error("the bus is closed"));
    },
  };
}
