/** How the hub treats its connections. */
export interface HubLimits {
  /** Milliseconds between heartbeats on an otherwise silent stream (D10). Default 30,000; at least 10. */
  readonly heartbeatMs: number;
  /** Bytes queued for one reader before it is cut (D9). Default 1 MiB; 0 cuts on the first full buffer. */
  readonly maxQueueBytes: number;
  /** Bytes queued for all readers together before whichever grows is cut (D9). Default 64 MiB; 0 cuts like above. */
  readonly maxTotalQueueBytes: number;
  /**
   * Events read from the log at a time while a connection catches up, and fewer where they are large: a page holds
   * 256 Ki characters and one event more. Default 256; at least 1.
   */
  readonly replayPage: number;
  /** Events replayed to one connection before it is asked to come back for the rest (D4). Default 50,000; Infinity for no cap. */
  readonly maxReplay: number;
  /** Milliseconds a stream lives at most, ended at a random point in the last fifth (D11). Default Infinity. */
  readonly maxStreamMs: number;
}

/** The defaults of {@link HubLimits}. */
export const defaultLimits: HubLimits = {
  heartbeatMs: 30_000,
  maxQueueBytes: 1024 * 1024,
  maxTotalQueueBytes: 64 * 1024 * 1024,
  replayPage: 256,
  maxReplay: 50_000,
  maxStreamMs: Number.POSITIVE_INFINITY,
};

/** Characters of payload that a page of a replay holds before its last event. */
export const REPLAY_PAGE_LENGTH = 256 * 1024;
