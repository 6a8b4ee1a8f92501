const ends = new Set<() => void>();

function endAll(): void {
  for (const end of ends) end();
}

// vitest ends a worker whose test hangs by SIGTERM, after which no `exit` is told. Raised again it does what it would.
function endAllAndRaise(): void {
  endAll();
  process.kill(process.pid, "SIGTERM");
}

/**
 * Has `end` called when this process ends, however it does: a run that is broken off must leave no process behind.
 * Returns a function that takes it back. The process is listened to only while there is something to end.
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
