import type { DatabaseSync } from "node:sqlite";
import { isInTransaction, isOpen } from "./connection.ts";

/** Milliseconds between two looks at a transaction that outlives the turn. */
const LOOK_EVERY_MS = 5;

/**
 * Calls `then` soon after the transaction that is open on a connection has ended: node:sqlite has no event for that.
 * Most transactions end in the same turn.
 *
 * @returns A function that ends the wait.
 */
export function whenTransactionEnds(database: DatabaseSync, then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasStopped = false;

  function look(next: () => void) {
    // A database that was closed has rolled back what was open on it.
    if (hasStopped || !isOpen(database)) return;
    if (isInTransaction(database)) return next();
    try {
      then();
    } catch {
      // The next call of the log fails with the reason; this look is repeated until it works again.
      next();
    }
  }
  const lookLater = () => {
    timer = setTimeout(look, LOOK_EVERY_MS, lookLater);
    // The timer does not keep a process alive that has nothing else to do.
    timer.unref();
  };
  queueMicrotask(() => look(() => setImmediate(look, lookLater)));
  return () => {
    hasStopped = true;
    clearTimeout(timer);
  };
}
