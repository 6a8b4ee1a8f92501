import { onTestFinished } from "vitest";
import { type ServeConfig, start } from "../serve/start.ts";
import { CI_BOARD, KEY } from "./tidings.ts";

/** A hub with the CI board, in memory and open to everybody, as a test wants it changed. */
export function configWith(changes: Partial<ServeConfig> = {}): ServeConfig {
  return {
    contract: CI_BOARD,
    host: "127.0.0.1",
    port: 0,
    data: undefined,
    open: ["builds"],
    tokens: {},
    cookie: undefined,
    publishKeys: [KEY],
    metricsToken: undefined,
    origins: [],
    trustedProxies: false,
    caps: {},
    rates: { opensPerAddress: Number.POSITIVE_INFINITY, opensPerUser: Number.POSITIVE_INFINITY },
    heartbeatMs: 30_000,
    retention: { count: 1000, ageMs: Number.POSITIVE_INFINITY, perTopic: { count: Number.POSITIVE_INFINITY } },
    drainMs: 0,
    say() {},
    ...changes,
  };
}

/** Starts such a hub in this process; it ends with its test. */
export async function startHub(changes: Partial<ServeConfig> = {}): Promise<{ readonly url: string }> {
  const serving = await start(configWith(changes));
  onTestFinished(serving.stop);
  return serving;
}
