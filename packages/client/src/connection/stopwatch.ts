import type { Host } from "../host/host.ts";

/** Measures how long ago something was. */
export interface Stopwatch {
  /** Milliseconds since it was made or started last. */
  readonly elapsed: number;
  start(): void;
}

/**
 * Makes a {@link Stopwatch} that neither a clock that is set back nor a sleeping machine deceives (C8.3): the steady
 * clock stands still while some machines sleep, and the clock on the wall may be set. The longer of the two counts.
 */
export function createStopwatch(host: Pick<Host, "now" | "monotonic">): Stopwatch {
  let steady = host.monotonic();
  let wall = host.now();
  return {
    get elapsed() {
      return Math.max(host.monotonic() - steady, host.now() - wall);
    },
    start() {
      steady = host.monotonic();
      wall = host.now();
    },
  };
}
