import type { Bus } from "@tidings/hub";
import { createPostgresBus, type PostgresPool } from "@tidings/hub/postgres";
import type { EngineReports } from "../engine.ts";

/** What {@link openBus} works with. */
export interface BusParts extends Pick<EngineReports, "onTrouble"> {
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
}: BusParts): Promise<{ readonly bus: Bus; close(): Promise<void> }> {
  if (redisUrl === undefined) {
    const bus = await createPostgresBus({
      pool,
      listen,
      onReport: ({ error }) => onTrouble("the connection to other nodes was lost", error),
    });
    return { bus, close: () => bus.close() };
  }
  // Whoever has no Redis does not load its client.
  const [{ createRedisBus }, { createClient }] = await Promise.all([import("@tidings/hub/redis"), import("redis")]);
  const client = createClient({ url: redisUrl });
  const bus = await createRedisBus({
    client,
    onReport: ({ error }) => onTrouble("Redis cannot be reached; other nodes are heard by PostgreSQL", error),
  });
  return { bus, close: () => bus.close() };
}
