import type { Host } from "@tidings/client";
import type { EventToast, ToastAdapter } from "./toast-adapter.ts";

/** How many toasts of a window are shown one by one. Further ones are summed up in one toast. */
const MAX_IN_WINDOW = 3;
/** The length of a window in milliseconds. */
const WINDOW_MS = 2_000;
/** Milliseconds without an event after which a replay counts as over. */
const REPLAY_QUIET_MS = 400;

/** One line for several toasts; `missed` tells a replay from a storm. */
export type ToastSummary = (toasts: readonly EventToast[], missed: boolean) => string;

/** Shows a few toasts one by one, and sums up the rest of a burst. */
export interface ToastPacer {
  push(toast: EventToast, replayed: boolean): void;
  /** Shows the waiting summary at once, and leaves no timer (C17.2). */
  stop(): void;
}

/** Paces the toasts of one stream: three at once, the rest of two seconds in one; a whole replay in one (C17.1). */
export function createToastPacer(
  host: Pick<Host, "setTimer">,
  show: ToastAdapter,
  summarize: ToastSummary,
): ToastPacer {
  let missed: EventToast[] = [];
  let surplus: EventToast[] = [];
  let shown = 0;
  let cancelQuiet: (() => void) | undefined;
  let cancelWindow: (() => void) | undefined;

  const sumUp = (toasts: readonly EventToast[], isMissed: boolean) => {
    const last = toasts.at(-1);
    if (last === undefined) return;
    if (toasts.length === 1) show(last);
    else show({ ...last, message: summarize(toasts, isMissed), event: "summary", count: toasts.length });
  };
  const endReplay = () => {
    const toasts = missed;
    missed = [];
    sumUp(toasts, true);
  };
  const endWindow = () => {
    const toasts = surplus;
    surplus = [];
    shown = 0;
    cancelWindow = undefined;
    sumUp(toasts, false);
  };

  return {
    push(toast, replayed) {
      if (replayed) {
        missed.push(toast);
        cancelQuiet?.();
        cancelQuiet = host.setTimer(endReplay, REPLAY_QUIET_MS);
        return;
      }
      cancelWindow ??= host.setTimer(endWindow, WINDOW_MS);
      shown += 1;
      if (shown <= MAX_IN_WINDOW) show(toast);
      else surplus.push(toast);
    },
    stop() {
      cancelQuiet?.();
      cancelWindow?.();
      endReplay();
      endWindow();
    },
  };
}

/** The default {@link ToastSummary}. */
export function inEnglish(toasts: readonly EventToast[], missed: boolean): string {
  const latest = toasts.at(-1)?.message ?? "";
  return missed
    ? `${toasts.length} updates while you were away. Latest: ${latest}`
    : `${toasts.length} more updates. Latest: ${latest}`;
}
