import type { Host } from "../host/host.ts";
import { createStopwatch } from "./stopwatch.ts";

/** Notices a connection that went silent (C7.1). */
export interface Watchdog {
  /** A byte came. */
  feed(): void;
  /** Waits this long from the last byte on; Infinity disables it. */
  watch(ms: number): void;
  /**
   * Looks at the clock instead of waiting for a timer that a sleeping machine did not run. Returns whether the
   * connection went silent.
   */
  check(): boolean;
  stop(): void;
}

/** Calls `onSilence` once when nothing was fed for longer than watched for. One timer, not moved by each byte. */
export function createWatchdog(host: Host, onSilence: () => void): Watchdog {
  let limit = Number.POSITIVE_INFINITY;
  const sinceByte = createStopwatch(host);
  let cancel: (() => void) | undefined;

  const stop = () => {
    cancel?.();
    cancel = undefined;
  };
  const arm = () => {
    stop();
    if (limit !== Number.POSITIVE_INFINITY) cancel = host.setTimer(check, Math.max(0, limit - sinceByte.elapsed));
  };
  const check = (): boolean => {
    if (cancel === undefined) return false;
    if (sinceByte.elapsed < limit) {
      arm();
      return false;
    }
    stop();
    onSilence();
    return true;
  };

  return {
    feed: sinceByte.start,
    watch(ms) {
      limit = ms;
      arm();
    },
    check,
    stop,
  };
}
