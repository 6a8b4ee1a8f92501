import type { Bus, BusReport } from "@tidings/hub";
import { createPostgresBus, type PostgresPool } from "@tidings/hub/postgres";
import type { EngineReports } from "../engine.ts";

/** What {@link openBus} works with. */
export interface BusParts extends Pick<EngineReports, "onTrouble" | "onLogReport"> {
  readonly pool: PostgresPool;
  readonly listen: boolean;
  readonly redisUrl: string | undefined;
}

/** Opens what nodes tell each other by: Redis with `REDIS_URL`, else PostgreSQL's NOTIFY. Nothing is stored in it. */
export async function openBus({
  pool,
  listen,
  redisUrl,
  onTrouble,
  onLogReport,
}: BusParts): Promise<{ readonly bus: Bus; close(): Promise<void> }> {
  const lost = (what: string) => (report: BusReport) => {
    // The log counts a bus of its own so too.
    onLogReport({ type: "listener_lost", error: report.error });
    onTrouble(what, report.error);
  };
  if (redisUrl === undefined) {
    const bus = await createPostgresBus({
      pool,
      listen,
      onReport: lost("the connection to other nodes was lost"),
    });
    return { bus, close: () => bus.close() };
  }
  // Whoever has no Redis does not load its client.
  const [{ createRedisBus }, { createClient }] = await Promise.all([import("@tidings/hub/redis"), import("redis")]);
  const client = createClient({ url: redisUrl });
  const bus = await createRedisBus({
    client,
    onReport: lost("Redis cannot be reached; other nodes are heard by PostgreSQL"),
  });
  return { bus, close: () => bus.close() };
}
