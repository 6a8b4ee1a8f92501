/** What the indicator reads of a connection's status. */
export interface ConnectionView {
  readonly state: "idle" | "connecting" | "open" | "reconnecting" | "offline" | "closed";
  readonly freshness: "unknown" | "live" | "catching-up" | "stale" | "reloaded";
  readonly attempt: number;
  /** Milliseconds since 1970; undefined while no attempt is planned. */
  readonly retryAt: number | undefined;
}
