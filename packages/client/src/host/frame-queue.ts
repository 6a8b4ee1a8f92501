import { isolate, reportUncaught } from "@tidings/contracts/listeners";

/** As `setTimer` of a Host: runs something later. Returns a function that cancels it. */
type SetTimer = (run: () => void, ms: number) => () => void;

/** Runs something with the next frame. Returns a function that cancels it. */
type Schedule = (callback: () => void) => () => void;

/** The longest a callback waits for a frame that a hidden page never paints, in milliseconds. */
const FRAME_FALLBACK_MS = 250;

/**
 * A `schedule` of a Host: all callbacks of a frame run in one task, so that a renderer that batches by task renders
 * once for all of them (C15). A callback that throws goes to `reportError` and does not take the frame from the others
 * (C14.1); one that another cancelled in the same frame does not run any more.
 */
export function createFrameQueue(setTimer: SetTimer, reportError: (error: unknown) => void = reportUncaught): Schedule {
  const waiting = new Set<() => void>();
  let cancelFrame: (() => void) | undefined;

  const run = () => {
    cancelFrame?.();
    cancelFrame = undefined;
    // What is scheduled meanwhile is for the next frame.
    for (const callback of [...waiting]) {
      if (waiting.delete(callback)) isolate(callback, reportError);
    }
  };
  return (callback) => {
    const entry = () => callback();
    waiting.add(entry);
    cancelFrame ??= requestFrame(run, setTimer);
    return () => {
      if (!waiting.delete(entry) || waiting.size > 0) return;
      cancelFrame?.();
      cancelFrame = undefined;
    };
  };
}

function requestFrame(run: () => void, setTimer: SetTimer): () => void {
  if (typeof requestAnimationFrame !== "function" || globalThis.document?.visibilityState === "hidden") {
    return setTimer(run, 0);
  }
  const frame = requestAnimationFrame(run);
  // A page hidden before its frame gets none until it is shown again.
  const cancelTimer = setTimer(run, FRAME_FALLBACK_MS);
  return () => {
    cancelAnimationFrame(frame);
    cancelTimer();
  };
}
