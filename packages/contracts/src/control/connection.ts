import * as z from "zod/mini";

/** How a connection stands to the one before it (D4.3): the first one, caught up without loss, or with a gap. */
export const resumeOutcome = z.enum(["none", "complete", "gap"]);
/** {@link resumeOutcome} as a type. On `gap` the client reloads its snapshot. */
export type ResumeOutcome = z.output<typeof resumeOutcome>;

/** What every greeting carries beside the brief's own fields (D3.2). */
export const connectionFields = {
  /** Names this connection in logs and statistics. */
  connectionId: z.string(),
  /** Milliseconds between heartbeats; silence for much longer means the connection is dead (C7.1). */
  heartbeatMs: z.number(),
  /** The log's position when the connection was made. */
  position: z.string(),
  resume: resumeOutcome,
};

/** What the hub knows of a connection and every greeting passes on. */
export type ConnectionFields = { [K in keyof typeof connectionFields]: z.output<(typeof connectionFields)[K]> };

/** {@link connectionFields} as samples use them. */
export const sampleConnection: ConnectionFields = {
  connectionId: "c-1",
  heartbeatMs: 30_000,
  position: "k3f9a2:41",
  resume: "none",
};
