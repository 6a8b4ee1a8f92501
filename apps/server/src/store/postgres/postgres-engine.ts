import type { Fault } from "@tidings/admission/http";
import {
  createPostgresRateLimit,
  createPostgresRevokedSessions,
  createPostgresTicketStore,
} from "@tidings/admission/postgres";
import type { Retention } from "@tidings/hub";
import { createPostgresLog, inTransaction, type PostgresPool } from "@tidings/hub/postgres";
import { createPostgresChangeSource, createPostgresRelayLag, watchChanges } from "@tidings/outbox/postgres";
import { StartError } from "../../start-error.ts";
import type { Engine, EngineReports } from "../engine.ts";
import { keepAddingUpCounts } from "./add-up-counts.ts";
import { createPostgresKeptAnswers } from "./kept-answers.ts";
import { migrate } from "./migrate.ts";
import { openBus } from "./open-bus.ts";
import { createPostgresPool } from "./postgres-pool.ts";
import { createPostgresStore } from "./postgres-store.ts";

/** Which database, and how it is used. */
export interface DatabaseConfig {
  readonly url: string;
  /** The most connections of this process. */
  readonly connections: number;
  /** Whether LISTEN works: false behind a pooler that shares connections between transactions. */
  readonly listen: boolean;
  /** Redis, for what passes between nodes; undefined for NOTIFY. */
  readonly redisUrl: string | undefined;
}

/**
 * Opens the {@link Engine} of a PostgreSQL database, which any number of processes share.
 *
 * @throws StartError `database_unusable`
 */
export async function openPostgresEngine(
  { url, connections, listen, redisUrl }: DatabaseConfig,
  retention: Retention,
  reports: EngineReports,
): Promise<Engine> {
  const pool = createPostgresPool({
    url,
    max: connections,
    onIdleError: (error) => reports.onTrouble("a connection to the database broke", error),
  });
  let closeBus: (() => Promise<void>) | undefined;
  try {
    await migrate(pool);
    const { bus, close } = await openBus({ ...reports, pool, listen, redisUrl });
    closeBus = close;
    const log = await createPostgresLog({
      pool,
      bus,
      retention,
      listen,
      onReport(report) {
        reports.onLogReport(report);
        reports.onTrouble(`the event log in PostgreSQL reports ${report.type}`, report.error);
      },
    });
    const store = createPostgresStore(pool, log);
    const revokedSessions = await createPostgresRevokedSessions(pool, {
      bus,
      onFailure: (error) => reports.onTrouble("what other nodes revoked could not be read", error),
    });
    const stopAddingUp = keepAddingUpCounts(pool, (error) =>
      reports.onTrouble("the counts of orders were not added up", error),
    );
    const readLag = createPostgresRelayLag(pool);
    let closing: Promise<void> | undefined;
    return {
      store,
      log,
      changes: createPostgresChangeSource({ log, onForget: reports.onForget }),
      relayLag: async () => ({ ...(await readLag()), lost: undefined }),
      revokedSessions,
      tickets: createPostgresTicketStore(pool),
      loginLimit: (name, uses, windowS) => createPostgresRateLimit(pool, name, uses, windowS),
      answers: createPostgresKeptAnswers(store, reports.onUnreadable),
      checks: [() => whyNotWritable(pool)],
      // Restarting this process would not bring the database back, and would cut every stream.
      health: () => {},
      watch: (onChange) => watchChanges(pool, onChange),
      alone: (work) =>
        inTransaction(pool, async (client) => {
          await client.query("SELECT pg_advisory_xact_lock('users'::regclass::oid::bigint)");
          await work();
        }),
      close() {
        closing ??= (async () => {
          await stopAddingUp();
          await revokedSessions.close();
          await close();
          await pool.end();
        })();
        return closing;
      },
    };
  } catch (error) {
    await closeBus?.();
    await pool.end();
    if (error instanceof StartError) throw error;
    const why = error instanceof Error && error.message !== "" ? error.message : String(error);
    throw new StartError(
      "database_unusable",
      [`DATABASE_URL cannot be used (${why}); it must name a PostgreSQL 15 or newer whose tables this user may make`],
      { cause: error },
    );
  }
}

const WRITABLE = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS no";

async function whyNotWritable(pool: PostgresPool): Promise<Fault | undefined> {
  const { rows } = await pool.query(WRITABLE);
  if (rows[0]?.no !== true) return undefined;
  return {
    reason: "The database cannot be written",
    detail: "DATABASE_URL names a server that only reads: a standby, or default_transaction_read_only is on",
  };
}
