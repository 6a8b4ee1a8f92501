import type { ResumeOutcome } from "@tidings/contracts";
import type { ClientError } from "../error.ts";

/** Where a connection stands. `offline`: it broke and the machine has no network. `closed`: it will not come back by itself. */
export type ConnectionPhase = "idle" | "connecting" | "open" | "reconnecting" | "offline" | "closed";

/**
 * How far what a person sees can be trusted (C10.1, C10.2): `unknown` before the first greeting; `live`; `catching-up` while
 * missed events or a new snapshot arrive; `stale` after a moment without a connection; `reloaded` for a while after
 * events were missed for good and everything was loaded again.
 */
export type Freshness = "unknown" | "live" | "catching-up" | "stale" | "reloaded";

/** All a page needs to say about a connection. The same object until something changed. */
export interface ConnectionStatus {
  readonly state: ConnectionPhase;
  readonly freshness: Freshness;
  /** Attempts to come back since the last greeting; 0 while all is well. */
  readonly attempt: number;
  /** When the next attempt starts, in milliseconds since 1970; undefined while none is planned. */
  readonly retryAt: number | undefined;
  /** How the last greeting stood to the connection before it. */
  readonly resume: ResumeOutcome | undefined;
  /** The server's name for this connection, for support and logs. */
  readonly connectionId: string | undefined;
  /** When the last event came, in milliseconds since 1970; at most a frame old. */
  readonly lastEventAt: number | undefined;
  /** Why it broke or closed; undefined once it is open again. */
  readonly error: ClientError | undefined;
}

/** A connection nobody has started: what a server renders, and a browser first. */
export const idleStatus: ConnectionStatus = {
  state: "idle",
  freshness: "unknown",
  attempt: 0,
  retryAt: undefined,
  resume: undefined,
  connectionId: undefined,
  lastEventAt: undefined,
  error: undefined,
};
