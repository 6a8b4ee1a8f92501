/** Keeps a bus's one connection: makes it anew after each loss, and finds out when it no longer answers. */
export interface Upkeep {
  readonly isClosed: boolean;
  /**
   * Call it when a connection is made. It is asked every five seconds; if it has not answered the previous question, or
   * answers with an error, `giveUp` is called.
   */
  watch(connection: Watched): void;
  /** Call it when the connection can be used: the next loss is the first one again. */
  ready(): void;
  /** Call it when the connection was lost, or could not be made. It is made again a little later. */
  down(error: unknown): void;
  close(): void;
}

/** A connection, and what to do when it is dead. */
interface Watched {
  ask(): Promise<unknown>;
  giveUp(error: unknown): void;
}

/** Milliseconds before the first attempt to connect again; doubles up to the longest. */
const RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;
/** Milliseconds between two checks. A busy machine may take seconds to answer one. */
const CHECK_MS = 5000;

/**
 * Makes the {@link Upkeep} of one connection.
 *
 * @param connect Begins to make a connection, and calls `watch` and `ready`, or `down`, afterwards.
 * @param onLost Called with the reason at each `down`.
 */
export function createUpkeep(connect: () => void, onLost: (error: unknown) => void): Upkeep {
  let current: Watched | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isAsking = false;
  let isClosed = false;
  const checking = setInterval(check, CHECK_MS);
  checking.unref();

  function check(): void {
    const asked = current;
    if (asked === undefined) return;
    if (isAsking) {
      // After a long turn of the event loop the answer may be here and not read yet.
      setImmediate(() => {
        if (isAsking && current === asked) asked.giveUp(new Error("the connection does not answer"));
      });
      return;
    }
    isAsking = true;
    asked.ask().then(
      () => {
        if (current === asked) isAsking = false;
      },
      (error: unknown) => asked.giveUp(error),
    );
  }

  return {
    get isClosed() {
      return isClosed;
    },
    watch(connection) {
      isAsking = false;
      current = connection;
    },
    ready() {
      failures = 0;
    },
    down(error) {
      current = undefined;
      if (isClosed) return;
      const delay = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures);
      failures += 1;
      onLost(error);
      retry = setTimeout(connect, delay);
      retry.unref();
    },
    close() {
      isClosed = true;
      clearInterval(checking);
      clearTimeout(retry);
    },
  };
}
