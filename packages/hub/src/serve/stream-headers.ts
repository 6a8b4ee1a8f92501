/** The headers that every stream is answered with (W11.1): no cache, no proxy and no compressor may hold it back. */
export const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
  // What publishers say must not be taken for a page or a script by a browser that guesses.
  "X-Content-Type-Options": "nosniff",
} as const;
