/** The clock of a mock. The default is the system's; tests pass {@link createManualClock}'s. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds, and returns a function that cancels it. */
  schedule(run: () => void, ms: number): () => void;
}

// Longer timers overflow in every engine and fire at once.
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(run, ms) {
    const timer = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
