import type { Bus } from "../bus/bus.ts";
import { HubError } from "../error.ts";
import { type Limits, type Retention, readRetention } from "../log/retention.ts";
import { numberOption } from "../number-option.ts";
import type { PartLimits } from "./maintenance.ts";
import type { PostgresPool } from "./pool.ts";

/** Where the log lives and how much it keeps. */
export interface PostgresLogOptions {
  /**
   * A pool of connections to the database, which may be the application's own: `new Pool()` of `pg`, with at least 3
   * connections. The log keeps one while it listens. The log never ends the pool.
   */
  readonly pool: PostgresPool;
  /**
   * How many events are kept. A reader that resumes before a trimmed event gets a gap at once. The event leaves the
   * disk later, when its part is dropped. With `perTopic` an eighth more than `count` may be kept for a while.
   */
  readonly retention?: Retention | undefined;
  /** Whether to create missing tables, which needs the right to create tables. Default true. */
  readonly createTables?: boolean | undefined;
  /**
   * What passes between nodes: announcements of new events, and events that are not stored. Default: a bus of the log's
   * own, over NOTIFY on a connection of the pool. The log never closes a bus that it is given.
   */
  readonly bus?: Bus | undefined;
  /**
   * Whether to learn by LISTEN what other nodes store, where no `bus` is given. Default true. Set it to false behind a pooler that shares
   * connections between transactions (PgBouncer, `pool_mode = transaction`): then other nodes' events are found only by
   * polling (`pollMs`), and their events that are not stored do not arrive.
   */
  readonly listen?: boolean | undefined;
  /**
   * Milliseconds between two polls of the log, which find events whose announcement was lost. Default 1000; from 10 to
   * an hour.
   */
  readonly pollMs?: number | undefined;
  /**
   * Events after which a new part begins. Default an eighth of `retention.count`, from 1,000 to 1,000,000. A part is also
   * closed after an eighth of `retention.ageMs`, at the earliest after a minute.
   */
  readonly partRows?: number | undefined;
  /**
   * Called for failures after which the log goes on by itself. Default: does nothing. What it throws is ignored by the
   * log (D22).
   */
  readonly onReport?: ((report: PostgresLogReport) => void) | undefined;
}

/** A failure that is retried. */
export type PostgresLogReport =
  /** The log's own connection that listens was lost; the log is read every `pollMs` until there is another. */
  | { readonly type: "listener_lost"; readonly error: unknown }
  /** Other nodes' events could not be read. The next attempt reads them. */
  | { readonly type: "read_failed"; readonly error: unknown }
  /** Parts could not be opened or dropped: the log takes more room than its retention says. */
  | { readonly type: "maintenance_failed"; readonly error: unknown };

/** Options with their defaults. */
export interface CheckedOptions {
  readonly pool: PostgresPool;
  readonly limits: Limits;
  readonly part: PartLimits;
  readonly createTables: boolean;
  readonly bus: Bus | undefined;
  readonly listen: boolean;
  readonly pollMs: number;
  readonly onReport: PostgresLogOptions["onReport"];
}

const LEAST_CONNECTIONS = 3;
const MINUTE_MS = 60_000;

/**
 * Fills in the defaults.
 *
 * @throws HubError `invalid_options` (D21)
 */
export function checkOptions(options: PostgresLogOptions): CheckedOptions {
  const { pool, retention, createTables = true, bus, listen = true, pollMs, partRows, onReport } = options ?? {};
  if (typeof pool?.query !== "function" || typeof pool.connect !== "function") {
    throw refuse("give createPostgresLog a pool: { pool: new Pool() }, with Pool of pg");
  }
  for (const [name, value] of Object.entries({ createTables, listen })) {
    if (typeof value !== "boolean") throw refuse(`createPostgresLog's ${name} must be true or false`);
  }
  if (onReport !== undefined && typeof onReport !== "function") {
    throw refuse("createPostgresLog's onReport must be a function; leave it out for none");
  }
  if (bus !== undefined && typeof bus?.publish !== "function") {
    throw refuse("createPostgresLog's bus must be a bus; createPostgresBus({ pool }) makes one");
  }
  const max = pool.options?.max;
  if (listen && bus === undefined && max !== undefined && max < LEAST_CONNECTIONS) {
    throw refuse(
      `createPostgresLog's pool must have at least ${LEAST_CONNECTIONS} connections, one of which listens; it has ${max}`,
    );
  }
  const limits = readRetention(retention);
  const eighth = Math.min(1_000_000, Math.max(1000, Math.floor(limits.count / 8)));
  const rule = { fallback: eighth, min: 1, max: 1_000_000_000, whole: true };
  return {
    pool,
    limits,
    part: {
      rows: numberOption("createPostgresLog's partRows", partRows, rule),
      ageMs: Math.max(MINUTE_MS, limits.ageMs / 8),
    },
    createTables,
    bus,
    listen,
    pollMs: numberOption("createPostgresLog's pollMs", pollMs, { fallback: 1000, min: 10, max: 60 * MINUTE_MS }),
    onReport,
  };
}

function refuse(message: string): HubError {
  return new HubError("invalid_options", message);
}
