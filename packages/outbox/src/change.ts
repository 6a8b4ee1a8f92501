import type { Publication } from "@tidings/hub";

/** One committed change of one row, as a trigger wrote it. */
export interface Change {
  /**
   * Grows with every commit; the events made from it carry it in their idempotency keys. A bigint only above 2^53 - 1,
   * where a number would be another change's.
   */
  readonly id: number | bigint;
  readonly table: string;
  readonly rowId: string;
  readonly operation: "INSERT" | "UPDATE" | "DELETE";
  /** The row before, undefined for an insert. */
  readonly oldRow: unknown;
  /** The row after, undefined for a delete. */
  readonly newRow: unknown;
  /** Why the change itself cannot be read. Its other fields are then worth nothing, and no mapper sees it. */
  readonly unreadable?: string;
}

/** A change that no events could be made from, and why: the field's dead letter. */
export interface DeadLetter {
  readonly change: Change;
  readonly reason: string;
}

/**
 * Makes the events of one change; none is fine. A mapper is a pure function of the change, so that repeating it after
 * a crash gives the same events in the same order. A mapper that throws, or returns anything but an array of
 * publications, makes its change a dead letter, and the changes after it go on (D14.3).
 */
export type ChangeMapper = (change: Change) => readonly Publication[];

/** Where the relay reads changes and remembers how far it came: a port, filled by `@tidings/outbox/sqlite`. */
export interface ChangeSource {
  /** The oldest changes not yet relayed, in the order of their commits. */
  next(limit: number): Promise<readonly Change[]>;
  /** Everything up to this change is relayed; the dead letters are kept for somebody to look at. All or nothing. */
  advance(throughId: Change["id"], dead: readonly DeadLetter[]): Promise<void>;
}

/**
 * A source that several processes share, filled by `@tidings/outbox/postgres`: a batch is read, published and marked as
 * relayed in one transaction, by one process at a time.
 */
export interface SharedChangeSource {
  /**
   * Runs `work`, which reads a batch, publishes it and advances. When it rejects, the batch was never taken.
   *
   * @returns What `work` resolves with; undefined, without calling it, while another process relays
   */
  transaction<T extends object>(work: (batch: ChangeSource) => Promise<T>): Promise<T | undefined>;
}
