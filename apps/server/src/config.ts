import type { ConnectionCaps } from "@tidings/admission";
import { givenVariables, problemsOf } from "@tidings/express";
import type { HubLimits } from "@tidings/hub";
import type { TokenKeys } from "./auth/token-keys.ts";
import { environment } from "./environment.ts";
import type { Rates } from "./limits/limits.ts";
import { readTokenKeys } from "./read-token-keys.ts";
import { StartError } from "./start-error.ts";
import type { DatabaseConfig } from "./store/postgres/postgres-engine.ts";

/** Everything the environment decides; `docs/configuration.md` says how. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL; undefined for SQLite in `dataDir`. */
  readonly database: DatabaseConfig | undefined;
  readonly dataDir: string;
  readonly demoDir: string;
  readonly tokenKeys: TokenKeys;
  readonly tokenTtlSeconds: number;
  readonly hub: Pick<HubLimits, "heartbeatMs" | "maxQueueBytes" | "maxTotalQueueBytes" | "maxReplay" | "maxStreamMs">;
  /** How streams are compressed for readers that accept it; undefined for not at all. */
  readonly streamCompression: "gzip" | undefined;
  readonly allowedOrigins: readonly string[];
  /** Headers that pages of those origins may send beside the usual ones. */
  readonly corsHeaders: readonly string[];
  readonly logLevel: string;
  readonly caps: ConnectionCaps;
  readonly rates: Rates;
  /** Caps of single streams; Infinity is no limit. */
  readonly notifications: { readonly maxClients: number };
  readonly records: { readonly maxConnections: number };
  readonly chat: {
    /** The most conversations that one user may have begun; Infinity is no limit. */
    readonly maxConversations: number;
    /** The most new people that one user may write to in an hour; Infinity is no limit. */
    readonly maxContactsPerHour: number;
    /** Milliseconds for which a user whose last chat stream closed still counts as online. */
    readonly presenceGraceMs: number;
  };
  readonly retention: {
    readonly count: number;
    readonly ageMs: number;
    readonly perTopic: { readonly count: number };
  };
  /** As Express's `trust proxy` takes it. */
  readonly trustProxy: false | number | readonly string[];
  readonly bodyLimit: number;
  readonly drainMs: number;
  /** Port 0: no listener of its own. */
  readonly metrics: { readonly host: string; readonly port: number; readonly token: string | undefined };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** The default limits: against abuse in production, generous in development. */
const usualLimits = {
  production: {
    perUser: 20,
    perAddress: 500,
    connects: 600,
    writes: 120,
    reads: 600,
    contacts: 100,
    conversations: 1000,
    failedLogins: { perPair: 10, perAddress: 100, perEmail: 100 },
    streamMinutes: 60,
  },
  development: {
    perUser: 100,
    perAddress: 5000,
    connects: 6000,
    writes: 6000,
    reads: 6000,
    contacts: 10_000,
    conversations: 10_000,
    failedLogins: { perPair: 100, perAddress: 1000, perEmail: 1000 },
    streamMinutes: Number.POSITIVE_INFINITY,
  },
} as const;

/**
 * Reads the configuration. A variable that is set to an empty text counts as not set.
 *
 * @throws StartError `invalid_config`, one line for each variable that is wrong; no value of a secret is shown
 * @example const config = readConfig(process.env);
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = givenVariables(env);
  const result = environment.safeParse(given);
  const keys = readTokenKeys(given);
  const problems = result.success ? [] : [...problemsOf(result.error)];
  if ("problem" in keys) problems.push(keys.problem);
  if (result.success && result.data.METRICS_PORT !== 0 && result.data.METRICS_PORT === result.data.PORT) {
    problems.push("METRICS_PORT must be another port than PORT; without it /metrics is on PORT, for METRICS_TOKEN");
  }
  if (result.success && result.data.REDIS_URL !== undefined && result.data.DATABASE_URL === undefined) {
    problems.push("REDIS_URL needs DATABASE_URL: Redis stores nothing, it only carries what passes between servers");
  }
  if (!result.success || "problem" in keys || problems.length > 0) throw new StartError("invalid_config", problems);
  const read = result.data;
  const production = read.NODE_ENV === "production";
  const usual = production ? usualLimits.production : usualLimits.development;
  const streamMinutes = read.MAX_STREAM_MINUTES ?? usual.streamMinutes;
  return {
    production,
    // In a container the server must be reachable from outside; on a developer's machine it must not.
    host: read.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: read.PORT,
    database:
      read.DATABASE_URL === undefined
        ? undefined
        : {
            url: read.DATABASE_URL,
            connections: read.DATABASE_CONNECTIONS,
            listen: read.DATABASE_LISTEN === "yes",
            redisUrl: read.REDIS_URL,
          },
    dataDir: read.DATA_DIR,
    demoDir: read.DEMO_DIR,
    tokenKeys: keys,
    tokenTtlSeconds: read.JWT_TTL_S,
    hub: {
      heartbeatMs: read.HEARTBEAT_MS,
      maxQueueBytes: read.MAX_QUEUE_BYTES,
      maxTotalQueueBytes: read.MAX_TOTAL_QUEUE_BYTES,
      maxReplay: read.MAX_REPLAY,
      maxStreamMs: streamMinutes * MINUTE_MS,
    },
    streamCompression: read.STREAM_COMPRESSION === "none" ? undefined : read.STREAM_COMPRESSION,
    allowedOrigins: read.CORS_ORIGINS ?? (production ? [] : ["http://localhost:*", "http://127.0.0.1:*"]),
    corsHeaders: read.CORS_HEADERS,
    logLevel: read.LOG_LEVEL,
    caps: {
      total: read.MAX_CONNECTIONS,
      perUser: read.MAX_CONNECTIONS_PER_USER ?? usual.perUser,
      perAddress: read.MAX_CONNECTIONS_PER_ADDRESS ?? usual.perAddress,
      reservedPercent: read.RESERVED_FOR_USERS_PERCENT,
    },
    notifications: { maxClients: read.NOTIFICATIONS_MAX_CLIENTS },
    records: { maxConnections: read.RECORDS_MAX_CONNECTIONS },
    chat: {
      maxConversations: read.MAX_CONVERSATIONS_PER_USER ?? usual.conversations,
      maxContactsPerHour: read.NEW_CONTACTS_PER_HOUR_PER_USER ?? usual.contacts,
      presenceGraceMs: read.PRESENCE_GRACE_MS,
    },
    rates: {
      connects: read.CONNECTS_PER_MINUTE_PER_ADDRESS ?? usual.connects,
      writes: read.WRITES_PER_MINUTE_PER_USER ?? usual.writes,
      reads: read.READS_PER_MINUTE_PER_USER ?? usual.reads,
      failedLogins: {
        perPair: read.FAILED_LOGINS_PER_15_MINUTES ?? usual.failedLogins.perPair,
        perAddress: read.FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS ?? usual.failedLogins.perAddress,
        perEmail: read.FAILED_LOGINS_PER_15_MINUTES_PER_EMAIL ?? usual.failedLogins.perEmail,
      },
    },
    retention: {
      count: read.LOG_RETENTION_COUNT,
      ageMs: read.LOG_RETENTION_DAYS * DAY_MS,
      perTopic: { count: read.LOG_RETENTION_PER_TOPIC },
    },
    trustProxy: read.TRUST_PROXY,
    bodyLimit: read.BODY_LIMIT,
    drainMs: read.DRAIN_MS ?? (production ? 5000 : 0),
    metrics: { host: read.METRICS_HOST, port: read.METRICS_PORT, token: read.METRICS_TOKEN },
  };
}
