/** The first SIGTERM or SIGINT stops the server gently, the second at once. */
export function stopOnSignals(stop: () => Promise<void>, say: (line: string) => void): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return process.exit(1);
      stopping = true;
      say("stopping");
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          say(`could not stop cleanly: ${String(error)}`);
          process.exit(1);
        },
      );
    });
  }
}
