import type { Response } from "express";

/** A signal that aborts when nobody waits for the answer any more: the connection is closed, or the answer was sent. */
export function goneSignal(response: Response): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}
