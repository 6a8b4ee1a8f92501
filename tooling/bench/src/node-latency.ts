import { createPostgresLog } from "@tidings/hub/postgres";
import { createRedisBus } from "@tidings/hub/redis";
import { startPostgres, startRedis } from "@tidings/services";
import { Pool } from "pg";
import { createClient } from "redis";
import type { BusName } from "./nodes.ts";

/** Milliseconds from the call that publishes until a subscriber has the event. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
}

/** How soon an event is on the node that publishes it, and on another one. */
export interface NodeLatency {
  readonly sameNode: Spread;
  readonly otherNode: Spread;
}

/** Measures between two nodes in one process, one event after the other, on a server that waits for its disk. */
export async function measureNodeLatency(
  busName: BusName,
  rounds: number,
): Promise<Readonly<Record<"stored" | "ephemeral", NodeLatency>>> {
  await using postgres = await startPostgres(["fsync=on", "full_page_writes=on"]);
  await using redis = await startRedis();
  const nodes = await Promise.all(
    [1, 2].map(async () => {
      const pool = new Pool({ connectionString: postgres.url, max: 4 });
      pool.on("error", () => {});
      const bus = busName === "redis" ? await createRedisBus({ client: createClient({ url: redis.url }) }) : undefined;
      const log = await createPostgresLog({ pool, ...(bus !== undefined && { bus }) });
      const close = async () => {
        await log.close();
        await bus?.close();
        await pool.end();
      };
      return { log, close };
    }),
  );
  const [here, there] = nodes;
  if (here === undefined || there === undefined) throw new Error("there are two nodes");

  async function measure(publish: "append" | "broadcast"): Promise<NodeLatency> {
    const times: { readonly same: number[]; readonly other: number[] } = { same: [], other: [] };
    let began = 0;
    let arrived: PromiseWithResolvers<void> | undefined;
    const leave = [
      await here?.log.subscribe("a", () => void times.same.push(performance.now() - began)),
      await there?.log.subscribe("a", () => {
        times.other.push(performance.now() - began);
        arrived?.resolve();
      }),
    ];
    for (let round = 0; round < rounds; round += 1) {
      arrived = Promise.withResolvers<void>();
      began = performance.now();
      await here?.log[publish]([{ topic: "a", event: "note", data: "{}" }]);
      await arrived.promise;
    }
    for (const end of leave) end?.();
    return { sameNode: spread(times.same), otherNode: spread(times.other) };
  }

  await measure("append");
  const result = { stored: await measure("append"), ephemeral: await measure("broadcast") };
  for (const { close } of nodes) await close();
  return result;
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99) };
}
