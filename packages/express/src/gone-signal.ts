import type { Response } from "express";

/** A signal that is aborted when nobody waits for an answer any more: its connection is closed, or it is through. */
export function goneSignal(response: Response): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}
