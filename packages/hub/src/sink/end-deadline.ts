/** Milliseconds that a reader has to take the last bytes of a stream that ended (D16). */
export const TAKE_END_WITHIN_MS = 10_000;

/**
 * Cuts a transport whose reader does not take the end of its stream: otherwise a reader that does not read would hold
 * it for ever. The timer does not keep the process alive.
 *
 * @returns Cancels it, when the end was taken or the reader is gone.
 */
export function cutUnlessTaken(cut: () => void): () => void {
  const timer = setTimeout(cut, TAKE_END_WITHIN_MS);
  // A number where the host is not Node.
  if (typeof timer === "object") timer.unref();
  return () => clearTimeout(timer);
}
