/** How the hub treats its connections. */
export interface HubLimits {
  /** Milliseconds between heartbeats on an otherwise silent stream (D10). Default 30,000; at least 10. */
  readonly heartbeatMs: number;
  /** Bytes queued for one reader before it is closed (D9). Default 1 MiB; 0 closes on the first full buffer. */
  readonly maxQueueBytes: number;
  /** Events read from the log at a time while a connection catches up. Default 256. */
  readonly replayPage: number;
}

/** The defaults of {@link HubLimits}. */
export const defaultLimits: HubLimits = {
  heartbeatMs: 30_000,
  maxQueueBytes: 1024 * 1024,
  replayPage: 256,
};
