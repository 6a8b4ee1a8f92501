import type { Host } from "./host.ts";

/** The longest a callback waits for a frame that a hidden page never paints, in milliseconds. */
const FRAME_FALLBACK_MS = 250;

/**
 * A {@link Host.schedule}: all callbacks of a frame run in one task, so that a renderer that batches by task renders
 * once for all of them (C15).
 */
export function createFrameQueue(setTimer: Host["setTimer"]): Host["schedule"] {
  const waiting = new Set<() => void>();
  let cancelFrame: (() => void) | undefined;

  const run = () => {
    cancelFrame?.();
    cancelFrame = undefined;
    const due = [...waiting];
    waiting.clear();
    for (const callback of due) callback();
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

function requestFrame(run: () => void, setTimer: Host["setTimer"]): () => void {
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
