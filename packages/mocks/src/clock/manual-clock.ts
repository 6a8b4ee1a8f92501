import type { Clock } from "./clock.ts";

/** A clock that stands still until `advance` is called. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, running everything that falls due on the way, in order. */
  advance(ms: number): void;
  /** How many timers are waiting; 0 after everything was stopped. */
  readonly pending: number;
}

/**
 * Makes a clock for tests and for pictures of a moment. It starts at `start`, by default 26 February 2026, 05:00 UTC,
 * the time of the briefs' samples.
 *
 * @example
 * const clock = createManualClock();
 * const server = createMockServer({ clock });
 * clock.advance(30_000); // one heartbeat
 */
export function createManualClock(start = Date.parse("2026-02-26T05:00:00.000Z")): ManualClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();

  return {
    now: () => now,
    schedule(run, ms) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = [...timers].reduce<{ readonly at: number; readonly run: () => void } | undefined>(
          (first, timer) => (timer.at <= until && (!first || timer.at < first.at) ? timer : first),
          undefined,
        );
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
    },
    get pending() {
      return timers.size;
    },
  };
}
