import type { PostgresQueries } from "./pool.ts";

/** The fewest milliseconds between two announcements of a node. After each one every other node reads the log. */
const APART_MS = 5;

/** Tells the other nodes that the log has new events. */
export interface Announcer {
  /** Call it after a commit. Several calls in a row make one announcement. */
  announce(): void;
  close(): void;
}

/**
 * Announces with an empty NOTIFY, and never inside a transaction that writes, because PostgreSQL commits transactions
 * with a NOTIFY one at a time.
 *
 * @param queries Returns the connection to use now.
 */
export function createAnnouncer(queries: () => PostgresQueries, channel: string): Announcer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  function send() {
    isDue = false;
    // If an announcement is lost, the other nodes' slow timers find the events.
    queries()
      .query(`NOTIFY ${channel}`)
      .catch(() => {});
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) send();
    }, APART_MS);
    timer.unref();
  }

  return {
    announce() {
      isDue = true;
      if (timer === undefined) send();
    },
    close() {
      clearTimeout(timer);
      if (isDue) send();
      clearTimeout(timer);
    },
  };
}
