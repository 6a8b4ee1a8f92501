import type { TransportEnd } from "../transport/transport.ts";

/** What follows the end of a connection that the server did not announce. */
export type AfterEnd =
  | { readonly kind: "retry"; readonly retryAfterMs: number | undefined }
  | { readonly kind: "refresh" }
  | { readonly kind: "close" };

/** What is known of the stream when its connection ends. */
export interface EndContext {
  /** As WHATWG says for native EventSource (C4.1). */
  readonly strict: boolean;
  /** Whether the session was renewed just before: another 401 says that the fresh token is no good either. */
  readonly refreshed: boolean;
}

/**
 * Decides what follows an end (C3.2 to C5): what may pass is tried again, a 401 renews the session once, and what a retry
 * cannot mend closes the stream.
 */
export function afterEnd(end: TransportEnd, { strict, refreshed }: EndContext): AfterEnd {
  if (end.kind === "ended" || end.kind === "network") return { kind: "retry", retryAfterMs: undefined };
  if (strict) return { kind: "close" };
  if (end.kind === "refused") return { kind: "retry", retryAfterMs: undefined };
  if (end.kind !== "status") return { kind: "close" };
  if (end.status === 401 && !refreshed) return { kind: "refresh" };
  if (end.status === 429 || end.status >= 500) return { kind: "retry", retryAfterMs: end.retryAfterMs };
  return { kind: "close" };
}
