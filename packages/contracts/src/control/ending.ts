import * as z from "zod/mini";

/**
 * Name of the last event of a stream that the server ends on purpose (D12). It is no failure: the client reconnects.
 */
export const ENDING = "ending";

/**
 * Why a server ends a stream. `drained`: the server stops or restarts. `expired`: the reader's token has expired.
 * `revoked`: the session has ended, or the reader's rights have changed. `paused`: the replay is long and other readers
 * wait, so the reader gets the rest on its next connection.
 */
export const endingReason = z.enum(["drained", "expired", "revoked", "paused"]);
/** {@link endingReason} as a type. */
export type EndingReason = z.output<typeof endingReason>;

/**
 * The payload of {@link ENDING}. `retryMs` says after how many milliseconds to reconnect, this once; the server has
 * already spread it over all readers. Without it the block's `retry` field says so. If both are there, `retry` is for
 * the browser's own EventSource, which uses it for every later reconnection too.
 */
export const ending = z.object({ reason: endingReason, retryMs: z.optional(z.number().check(z.nonnegative())) });
