import * as z from "zod/mini";

/** Name of the last event of a stream that the server ends on purpose (D12): no failure, the client comes back. */
export const ENDING = "ending";

/** Why a server ends a stream: it restarts, the token's time is up, the right was withdrawn, or it is someone else's turn. */
export const endingReason = z.enum(["drained", "expired", "revoked", "paused"]);
/** {@link endingReason} as a type. */
export type EndingReason = z.output<typeof endingReason>;

/**
 * The payload of {@link ENDING}. Its block carries a `retry`, already spread over all readers, after which to come back.
 *
 * `paused`: a long replay goes on with the next connection.
 */
export const ending = z.object({ reason: endingReason });
