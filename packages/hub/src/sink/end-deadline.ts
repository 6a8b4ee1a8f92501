/** Milliseconds that a reader has to take the last bytes of a stream that ended (D16). */
export const TAKE_END_WITHIN_MS = 10_000;

/**
 * Cuts a transport whose reader does not take the end of its stream: without that it would be held for ever by whoever
 * does not read. The timer does not keep the process alive.
 *
 * @returns Cancels it, when the end was taken or the reader is gone.
 */
export function cutUnlessTaken(cut: () => void): () => void {
  const timer = setTimeout(cut, TAKE_END_WITHIN_MS);
  // A number where the host is not Node.
  if (typeof timer === "object") timer.unref();
  return () => clearTimeout(timer);
}
