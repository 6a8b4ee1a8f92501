import { createUpkeep } from "../../bus/upkeep.ts";
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

/** Listens on a channel from now on. */
export function createListener(pool: PostgresPool, channel: string, events: ListenerEvents): Listener {
  let connection: PostgresQueries | undefined;
  let giveUp: ((error: unknown) => void) | undefined;
  const upkeep = createUpkeep(() => void connect(), events.onLost);
  void connect();

  async function connect(): Promise<void> {
    let client: PostgresClient;
    try {
      client = await pool.connect();
    } catch (error) {
      upkeep.down(error);
      return;
    }
    if (upkeep.isClosed) return client.release(true);
    let isOver = false;
    const leave = () => {
      isOver = true;
      connection = undefined;
      giveUp = undefined;
      client.release(true);
    };
    const end = (error: unknown) => {
      if (isOver) return;
      leave();
      upkeep.down(error);
    };
    giveUp = end;
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
      connection = queries;
      upkeep.watch({ ask: () => queries.query("SELECT"), giveUp: end });
      upkeep.ready();
      events.onListening();
    } catch (error) {
      giveUp?.(error);
    }
  }

  return {
    get connection() {
      return connection;
    },
    close() {
      upkeep.close();
      giveUp?.(new Error("the bus is closed"));
    },
  };
}
