import { HubError } from "../../error.ts";
import { numberOption } from "../../number-option.ts";
import type { PostgresPool } from "../pool.ts";

/** What {@link createPostgresNodes} works with. */
export interface PostgresNodesOptions {
  /** A pool of `pg` on a database with `POSTGRES_NODE_TABLES`. It is never ended. */
  readonly pool: PostgresPool;
  /**
   * Returns what this node says of itself, as JSON can hold it. It is called at each sign of life and stored as it is, so
   * keep it small. Default: nothing.
   */
  readonly facts?: (() => unknown) | undefined;
  /** Milliseconds between two signs of life. Default 2000; from 10 to an hour. */
  readonly beatMs?: number | undefined;
  /**
   * Milliseconds without a sign of life after which a node counts as dead, and those who are present on it as gone.
   * Default 15,000; at least 3 times `beatMs`, so that a busy node is not taken for a dead one; at most a day.
   */
  readonly ttlMs?: number | undefined;
  /** Called for failures after which it goes on by itself. Default: does nothing. */
  readonly onReport?: ((report: PostgresNodesReport) => void) | undefined;
}

/** A failure that is retried at the next sign of life. */
export type PostgresNodesReport =
  /** This node could not be registered, or its members could not be stored. */
  | { readonly type: "nodes_failed"; readonly error: unknown }
  /** This node had counted as dead. It is back, and its members are. */
  | { readonly type: "node_revived" };

const DAY_MS = 86_400_000;

/**
 * Fills in the defaults.
 *
 * @throws HubError `invalid_options` (D21.1)
 */
export function checkNodesOptions(options: PostgresNodesOptions) {
  const { pool, facts = () => null, onReport } = options ?? {};
  if (typeof pool?.query !== "function" || typeof pool.connect !== "function") {
    throw new HubError("invalid_options", "give createPostgresNodes a pool: { pool: new Pool() }, with Pool of pg");
  }
  for (const [name, value] of Object.entries({ facts, onReport })) {
    if (value === undefined || typeof value === "function") continue;
    throw new HubError("invalid_options", `createPostgresNodes' ${name} must be a function; leave it out for none`);
  }
  const beatMs = numberOption("createPostgresNodes' beatMs", options.beatMs, {
    fallback: 2000,
    min: 10,
    max: 3_600_000,
  });
  const ttlMs = numberOption("createPostgresNodes' ttlMs", options.ttlMs, {
    fallback: Math.max(15_000, 3 * beatMs),
    min: 3 * beatMs,
    max: DAY_MS,
  });
  return { pool, facts, onReport, beatMs, ttlMs };
}
