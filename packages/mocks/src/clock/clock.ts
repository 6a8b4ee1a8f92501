import { MAX_TIMER_MS } from "@tidings/contracts/number-option";

/** The clock of a mock. The default is the system's; tests pass {@link createManualClock}'s. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds, and returns a function that cancels it. */
  schedule(run: () => void, ms: number): () => void;
}

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(run, ms) {
    const timer = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
