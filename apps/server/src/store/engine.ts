import type { RevokedSessions, TicketStore } from "@tidings/admission";
import type { KeptAnswers, ReadinessCheck } from "@tidings/admission/http";
import type { MakeLimit } from "@tidings/admission/rates";
import type { EventLog } from "@tidings/hub";
import type { PostgresLogReport } from "@tidings/hub/postgres";
import type { ChangeSource, SharedChangeSource } from "@tidings/outbox";
import type { OnUnreadable } from "./rows.ts";
import type { Store } from "./store.ts";

/** How far the relay is behind what was committed. */
export interface RelayLag {
  readonly changes: number;
  /** Age of the oldest change that is not relayed; 0 when there is none. */
  readonly seconds: number;
  /** Why changes would not be found any more; undefined if they are found. */
  readonly lost: string | undefined;
}

/** Reads how far the relay is behind, from the tables themselves. */
export type ReadRelayLag = () => RelayLag | Promise<RelayLag>;

/**
 * Everything of a server that depends on where its data is: in a SQLite file or in PostgreSQL. It is open and migrated.
 */
export interface Engine {
  readonly store: Store;
  readonly log: EventLog;
  readonly changes: ChangeSource | SharedChangeSource;
  readonly relayLag: ReadRelayLag;
  readonly revokedSessions: RevokedSessions;
  /** Undefined: tickets are in this process's memory. */
  readonly tickets: TicketStore | undefined;
  /** Counts failed sign-ins. Undefined: in this process's memory. */
  readonly loginLimit: MakeLimit | undefined;
  readonly answers: KeptAnswers;
  /** What `/readyz` asks beside the relay. */
  readonly checks: readonly ReadinessCheck[];
  /** What `/healthz` asks: throws or rejects if the database does not answer. */
  readonly health: () => unknown;
  /** Calls `onChange` when any program may have committed changes. Returns a function that stops. */
  watch(onChange: () => void): () => void;
  /**
   * Runs `work`, which fills an empty database, so that no other node does at the same time.
   */
  alone(work: () => Promise<void>): Promise<void>;
  /** Closes the database. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** What an engine tells its server. */
export interface EngineReports {
  readonly onUnreadable: OnUnreadable;
  /** Dead letters were deleted for good (D14.6). */
  readonly onForget: (count: number) => void;
  /** The log in PostgreSQL failed at something that it tries again: to be counted. It comes as trouble, too. */
  readonly onLogReport: (report: PostgresLogReport) => void;
  /** Something failed that is tried again. */
  readonly onTrouble: (what: string, error: unknown) => void;
}
