import type { Host } from "@tidings/client";
import type { EventToast, ToastAdapter } from "./toast-adapter.ts";

/** Toasts shown one by one within a window; what comes above it is summed up. */
const MAX_IN_WINDOW = 3;
/** Milliseconds of a window, and of the quiet that ends a replay. */
const WINDOW_MS = 2_000;
const REPLAY_QUIET_MS = 400;

/** Shows a few toasts, and sums up a storm (C10). */
export interface ToastPacer {
  push(toast: EventToast, replayed: boolean): void;
  /** Forgets what was not shown yet and leaves no timer. */
  stop(): void;
}

/** Paces the toasts of one stream. */
export function createToastPacer(host: Pick<Host, "setTimer">, show: ToastAdapter): ToastPacer {
  const missed = createGathering(host, REPLAY_QUIET_MS, (toasts) => {
    const summary = sumUp(toasts, "while you were away");
    if (summary !== undefined) show(summary);
  });
  let shown = 0;
  const surplus = createGathering(host, WINDOW_MS, (toasts) => {
    shown = 0;
    const summary = sumUp(toasts, "more");
    if (summary !== undefined) show(summary);
  });

  return {
    push(toast, replayed) {
      if (replayed) {
        missed.add(toast);
        missed.restart();
        return;
      }
      surplus.start();
      shown += 1;
      if (shown <= MAX_IN_WINDOW) show(toast);
      else surplus.add(toast);
    },
    stop() {
      missed.stop();
      surplus.stop();
    },
  };
}
