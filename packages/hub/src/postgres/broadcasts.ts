import type { NewEvent } from "../log/event-log.ts";
import type { Subscribers } from "../log/subscribers.ts";
import type { Follower } from "./follower.ts";
import { createMessageReader, writeMessage } from "./message.ts";
import type { PostgresQueries } from "./pool.ts";

/** Delivers events that are not stored to all nodes. */
export interface Broadcasts {
  /**
   * Resolves when this node's subscribers have them. While this node listens, it too gets them from the database, so
   * that all nodes have one order. While it does not listen, it delivers them to its own subscribers at once.
   */
  send(events: readonly NewEvent[]): Promise<void>;
  /** Takes a payload that the listener received. */
  receive(payload: string): void;
  /**
   * Call it when the listener has lost its connection. Events that it should have brought back are delivered on this
   * node.
   */
  lost(): void;
}

// The head comes from the database, so that an event comes after those that were stored before it, on every node.
const SEND = `
SELECT pg_notify($1, (SELECT sequence FROM event_log_state) || ' ' || payload)
FROM unnest($2::text[]) WITH ORDINALITY AS p (payload, n) ORDER BY n`;

/**
 * @param connection Returns the connection that listens now, if any.
 * @param isListener Whether this node listens at all. If not, it still sends to the nodes that do.
 */
export function createBroadcasts(
  connection: () => PostgresQueries | undefined,
  {
    isListener,
    pool,
    channel,
  }: { readonly isListener: boolean; readonly pool: PostgresQueries; readonly channel: string },
  { subscribers, follower }: { readonly subscribers: Subscribers; readonly follower: Follower },
): Broadcasts {
  const node = crypto.randomUUID();
  const read = createMessageReader();
  /** Messages that this node has sent and not received back yet, by number. */
  const pending = new Map<number, () => void>();
  let sent = 0;
  let delivering: Promise<void> = Promise.resolve();

  function deliver(events: readonly NewEvent[]) {
    for (const event of events) subscribers.deliver(event);
  }

  return {
    async send(events) {
      if (events.length === 0) return;
      sent += 1;
      const number = sent;
      const queries = connection() ?? (isListener ? undefined : pool);
      const told = queries?.query(SEND, [channel, writeMessage(node, number, events)]);
      if (!isListener || told === undefined) {
        told?.catch(() => {});
        return deliver(events);
      }
      await new Promise<void>((resolve) => {
        const done = () => {
          if (!pending.delete(number)) return;
          deliver(events);
          resolve();
        };
        pending.set(number, done);
        told.catch(done);
      });
    },
    receive(payload) {
      const message = read(payload);
      if (message === undefined) return;
      const { sender, number, after, events } = message;
      delivering = delivering.then(async () => {
        // If the log cannot be read now, deliver anyway: an ephemeral event must not wait.
        if (follower.last.sequence < after) await follower.follow().catch(() => {});
        if (sender === node) pending.get(number)?.();
        else deliver(events);
      });
    },
    lost() {
      for (const done of [...pending.values()]) done();
    },
  };
}
