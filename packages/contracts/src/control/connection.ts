import * as z from "zod/mini";

/**
 * How a connection continues the one before it (D4.3): `none` for a first connection, `complete` without loss, `gap`
 * with loss.
 */
export const resumeOutcome = z.enum(["none", "complete", "gap"]);
/** {@link resumeOutcome} as a type. On `gap` the client reloads its snapshot. */
export type ResumeOutcome = z.output<typeof resumeOutcome>;

/** The fields that every greeting carries beside the stream's own (D3.2). */
export const connectionFields = {
  /** Names this connection in logs and statistics. */
  connectionId: z.string(),
  /** Milliseconds between heartbeats. A client treats much longer silence as a dead connection (C7.1). */
  heartbeatMs: z.number(),
  /** The log's position when the connection was made. */
  position: z.string(),
  resume: resumeOutcome,
};

/** {@link connectionFields} as a type. */
export type ConnectionFields = { [K in keyof typeof connectionFields]: z.output<(typeof connectionFields)[K]> };

/** {@link connectionFields} as samples use them. */
export const sampleConnection: ConnectionFields = {
  connectionId: "c-1",
  heartbeatMs: 30_000,
  position: "k3f9a2:41",
  resume: "none",
};
