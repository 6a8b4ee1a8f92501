import * as z from "zod/mini";

/** Name of the last event of a stream that the server ends on purpose (D12): no failure, the client comes back. */
export const ENDING = "ending";

/**
 * Why a server ends a stream. `drained`: the server stops or restarts. `expired`: the reader's token has expired. `revoked`:
 * the session has ended, or the reader's rights have changed. `paused`: the replay is long and other readers wait; it goes
 * on with the reader's next connection.
 */
export const endingReason = z.enum(["drained", "expired", "revoked", "paused"]);
/** {@link endingReason} as a type. */
export type EndingReason = z.output<typeof endingReason>;

/**
 * The payload of {@link ENDING}. `retryMs`, in milliseconds and already spread over all readers, says when to come back,
 * this once; without it the block's `retry` does. Where both are there, `retry` is for browsers' own EventSource, which
 * keeps it for every later reconnection.
 */
export const ending = z.object({ reason: endingReason, retryMs: z.optional(z.number().check(z.nonnegative())) });
