import { fileURLToPath } from "node:url";
import type { HubLimits } from "@tidings/hub";
import * as z from "zod";
import { pemKeys, secretKeys, type TokenKeys } from "./domains/auth/token-keys.ts";
import { oneOf, origins, trustProxy, wholeNumber } from "./environment-values.ts";
import type { ConnectionCaps } from "./limits/connection-caps.ts";
import type { Rates } from "./limits/limits.ts";
import { ServerError } from "./server-error.ts";

/** Everything the environment decides; `docs/configuration.md` says how. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly demoDir: string;
  readonly tokenKeys: TokenKeys;
  readonly tokenTtlSeconds: number;
  readonly hub: Pick<HubLimits, "heartbeatMs" | "maxQueueBytes" | "maxTotalQueueBytes" | "maxReplay" | "maxStreamMs">;
  /** What compresses streams for readers that take it; undefined for nothing. */
  readonly streamCompression: "gzip" | undefined;
  readonly allowedOrigins: readonly string[];
  readonly logLevel: string;
  readonly caps: ConnectionCaps;
  readonly rates: Rates;
  /** Caps of single streams; 0 is no limit. */
  readonly notifications: { readonly maxClients: number };
  readonly records: { readonly maxConnections: number };
  readonly retention: { readonly count: number; readonly ageMs: number };
  /** As Express's `trust proxy` takes it. */
  readonly trustProxy: false | number | readonly string[];
  readonly bodyLimit: number;
  readonly drainMs: number;
  /** Milliseconds that somebody whose last chat stream closed still counts as online. */
  readonly presenceGraceMs: number;
  /** Port 0: no listener of its own. */
  readonly metrics: { readonly host: string; readonly port: number; readonly token: string | undefined };
}

/** Known to everyone who reads this: never accepted in production. */
const DEVELOPMENT_SECRET = "tidings-development-secret-not-for-production";
const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const MIB = 1024 * 1024;

/** In production against abuse; in development out of the way. */
const doors = {
  production: { perUser: 20, perAddress: 500, connects: 600, writes: 120, failedLogins: 10, streamMinutes: 60 },
  development: { perUser: 100, perAddress: 5000, connects: 6000, writes: 6000, failedLogins: 100, streamMinutes: 0 },
} as const;

const environment = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("development"),
  HOST: z.string().optional(),
  PORT: wholeNumber(0, 65_535).default(8000),
  DATA_DIR: z.string().default(fileURLToPath(new URL("../.data", import.meta.url))),
  DEMO_DIR: z.string().default(fileURLToPath(new URL("../../demo/dist", import.meta.url))),
  JWT_SECRET: z.string().min(32, "must have at least 32 characters; make one with: openssl rand -base64 48").optional(),
  JWT_PRIVATE_KEY: z.string().optional(),
  JWT_PUBLIC_KEY: z.string().optional(),
  JWT_TTL_S: wholeNumber(1, 31_536_000).default(43_200),
  HEARTBEAT_MS: wholeNumber(10, 600_000).default(30_000),
  CORS_ORIGINS: origins().optional(),
  LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  MAX_CONNECTIONS: wholeNumber(0, 1_000_000).default(15_000),
  MAX_CONNECTIONS_PER_USER: wholeNumber(0, 1_000_000).optional(),
  MAX_CONNECTIONS_PER_ADDRESS: wholeNumber(0, 1_000_000).optional(),
  NOTIFICATIONS_MAX_CLIENTS: wholeNumber(0, 1_000_000).default(1000),
  RECORDS_MAX_CONNECTIONS: wholeNumber(0, 1_000_000).default(1000),
  CONNECTS_PER_MINUTE_PER_ADDRESS: wholeNumber(0, 1_000_000).optional(),
  WRITES_PER_MINUTE_PER_USER: wholeNumber(0, 1_000_000).optional(),
  FAILED_LOGINS_PER_15_MINUTES: wholeNumber(0, 1_000_000).optional(),
  MAX_QUEUE_BYTES: wholeNumber(0, 1024 * MIB).default(MIB),
  MAX_TOTAL_QUEUE_BYTES: wholeNumber(0, 1024 * 1024 * MIB).default(64 * MIB),
  MAX_REPLAY: wholeNumber(0, 100_000_000).default(50_000),
  MAX_STREAM_MINUTES: wholeNumber(0, 525_600).optional(),
  STREAM_COMPRESSION: oneOf(["none", "gzip"]).default("none"),
  LOG_RETENTION_COUNT: wholeNumber(1, 100_000_000).default(100_000),
  LOG_RETENTION_DAYS: wholeNumber(0, 36_500).default(7),
  TRUST_PROXY: trustProxy().default(false),
  BODY_LIMIT: wholeNumber(1024, 10_485_760).default(65_536),
  DRAIN_MS: wholeNumber(0, 600_000).optional(),
  PRESENCE_GRACE_MS: wholeNumber(0, 600_000).default(5000),
  METRICS_PORT: wholeNumber(0, 65_535).default(0),
  METRICS_HOST: z.string().default("127.0.0.1"),
  METRICS_TOKEN: z
    .string()
    .min(16, "must have at least 16 characters; make one with: openssl rand -base64 24")
    .optional(),
});

/**
 * Reads the configuration. A variable that is set to nothing counts as not set.
 *
 * @throws ServerError `invalid_config`, one line for each variable that is wrong; no value of a secret is shown
 * @example const config = readConfig(process.env);
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const result = environment.safeParse(given);
  if (!result.success) {
    throw new ServerError(
      "invalid_config",
      result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`),
    );
  }
  const read = result.data;
  const production = read.NODE_ENV === "production";
  const usual = production ? doors.production : doors.development;
  const streamMinutes = read.MAX_STREAM_MINUTES ?? usual.streamMinutes;
  return {
    production,
    // In a container the server must be heard from outside; on somebody's laptop it must not.
    host: read.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: read.PORT,
    dataDir: read.DATA_DIR,
    demoDir: read.DEMO_DIR,
    tokenKeys: readTokenKeys(read, production),
    tokenTtlSeconds: read.JWT_TTL_S,
    hub: {
      heartbeatMs: read.HEARTBEAT_MS,
      maxQueueBytes: read.MAX_QUEUE_BYTES,
      maxTotalQueueBytes: read.MAX_TOTAL_QUEUE_BYTES,
      maxReplay: read.MAX_REPLAY === 0 ? Number.POSITIVE_INFINITY : read.MAX_REPLAY,
      maxStreamMs: streamMinutes === 0 ? Number.POSITIVE_INFINITY : streamMinutes * MINUTE_MS,
    },
    streamCompression: read.STREAM_COMPRESSION === "none" ? undefined : read.STREAM_COMPRESSION,
    allowedOrigins: read.CORS_ORIGINS ?? (production ? [] : ["http://localhost:*", "http://127.0.0.1:*"]),
    logLevel: read.LOG_LEVEL,
    caps: {
      total: read.MAX_CONNECTIONS,
      perUser: read.MAX_CONNECTIONS_PER_USER ?? usual.perUser,
      perAddress: read.MAX_CONNECTIONS_PER_ADDRESS ?? usual.perAddress,
    },
    notifications: { maxClients: read.NOTIFICATIONS_MAX_CLIENTS },
    records: { maxConnections: read.RECORDS_MAX_CONNECTIONS },
    rates: {
      connects: read.CONNECTS_PER_MINUTE_PER_ADDRESS ?? usual.connects,
      writes: read.WRITES_PER_MINUTE_PER_USER ?? usual.writes,
      failedLogins: read.FAILED_LOGINS_PER_15_MINUTES ?? usual.failedLogins,
    },
    retention: {
      count: read.LOG_RETENTION_COUNT,
      ageMs: read.LOG_RETENTION_DAYS === 0 ? Number.POSITIVE_INFINITY : read.LOG_RETENTION_DAYS * DAY_MS,
    },
    trustProxy: read.TRUST_PROXY,
    bodyLimit: read.BODY_LIMIT,
    presenceGraceMs: read.PRESENCE_GRACE_MS,
    drainMs: read.DRAIN_MS ?? (production ? 5000 : 0),
    metrics: { host: read.METRICS_HOST, port: read.METRICS_PORT, token: read.METRICS_TOKEN },
  };
}

function readTokenKeys(read: z.output<typeof environment>, production: boolean): TokenKeys {
  const { JWT_SECRET: secret, JWT_PRIVATE_KEY: privateKey, JWT_PUBLIC_KEY: publicKey } = read;
  if (privateKey !== undefined || publicKey !== undefined) {
    if (secret !== undefined) {
      throw new ServerError("invalid_config", ["JWT_SECRET must not be set beside JWT_PRIVATE_KEY or JWT_PUBLIC_KEY"]);
    }
    try {
      return pemKeys({ privateKey, publicKey });
    } catch {
      throw new ServerError("invalid_config", [
        "JWT_PRIVATE_KEY and JWT_PUBLIC_KEY must be PEM texts of an RSA or P-256 key",
      ]);
    }
  }
  if (production && (secret === undefined || secret === DEVELOPMENT_SECRET)) {
    throw new ServerError("invalid_config", [
      "JWT_SECRET must be set to a secret of your own when NODE_ENV=production; make one with: openssl rand -base64 48",
    ]);
  }
  return secretKeys(secret ?? DEVELOPMENT_SECRET);
}
