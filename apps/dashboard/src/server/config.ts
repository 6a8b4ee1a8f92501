import { fileURLToPath } from "node:url";
import {
  type Environment,
  givenVariables,
  host,
  oneOf,
  origin,
  problemsOf,
  trustProxy,
  wholeNumber,
} from "@tidings/express";
import * as z from "zod";

/** Everything the environment decides. */
export interface DashboardConfig {
  readonly production: boolean;
  readonly host: string;
  /** Default 5001, as brief 001 has it. */
  readonly port: number;
  /** The API server's origin. */
  readonly apiUrl: string;
  readonly pageDir: string;
  readonly heartbeatMs: number;
  /** As Express's `trust proxy` takes it. */
  readonly trustProxy: false | number | readonly string[];
}

/** Every variable that the dashboard reads, and what it may be. */
export const environment = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("development"),
  HOST: host().optional(),
  PORT: wholeNumber(0, 65_535).default(5001),
  API_URL: origin().default("http://localhost:8000"),
  HEARTBEAT_MS: wholeNumber(10, 600_000).default(30_000),
  TRUST_PROXY: trustProxy().default(false),
});

/** A configuration, or one line for each variable that is wrong. */
export type ReadConfig = { readonly config: DashboardConfig } | { readonly problems: readonly string[] };

/** Reads the configuration. A variable that is set to an empty text counts as not set. */
export function readDashboardConfig(env: Environment): ReadConfig {
  const result = environment.safeParse(givenVariables(env));
  if (!result.success) return { problems: problemsOf(result.error) };
  const read = result.data;
  const production = read.NODE_ENV === "production";
  return {
    config: {
      production,
      // In a container it must be reachable from outside; on a developer's machine it must not.
      host: read.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
      port: read.PORT,
      apiUrl: read.API_URL,
      pageDir: fileURLToPath(new URL("../../dist", import.meta.url)),
      heartbeatMs: read.HEARTBEAT_MS,
      trustProxy: read.TRUST_PROXY,
    },
  };
}
