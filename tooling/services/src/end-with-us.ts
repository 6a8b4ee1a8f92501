const ends = new Set<() => void>();

function endAll(): void {
  for (const end of ends) end();
}

// vitest ends a worker whose test hangs with SIGTERM, and then no `exit` event comes. So the signal is handled here and
// raised again.
function endAllAndRaise(): void {
  endAll();
  process.kill(process.pid, "SIGTERM");
}

/**
 * Calls `end` when this process ends, in whatever way, so that an aborted run leaves no process behind. Returns a
 * function that cancels it. Listeners on the process exist only while there is something to end.
 */
export function endWithUs(end: () => void): () => void {
  if (ends.size === 0) {
    process.on("exit", endAll);
    process.once("SIGTERM", endAllAndRaise);
  }
  ends.add(end);
  return () => {
    if (!ends.delete(end) || ends.size > 0) return;
    process.off("exit", endAll);
    process.off("SIGTERM", endAllAndRaise);
  };
}
