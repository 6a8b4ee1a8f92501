import type { PostgresQueries } from "./pool.ts";

/** Milliseconds between two announcements of a node, each of which has every other node read the log. */
const APART_MS = 5;

/** Tells the other nodes that there is something new in the log. */
export interface Announcer {
  /** After a commit. Many in a row are one announcement. */
  announce(): void;
  close(): void;
}

/**
 * Announces by an empty NOTIFY, never within a transaction that writes: the server lets those commit only one at a time.
 *
 * @param queries The connection to use at that moment.
 */
export function createAnnouncer(queries: () => PostgresQueries, channel: string): Announcer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  function send() {
    isDue = false;
    // One that is not heard is found by the other nodes' slow timers.
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
