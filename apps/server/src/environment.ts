import { fileURLToPath } from "node:url";
import { PRESENCE_GRACE_MS } from "@tidings/contracts/chat";
import { headerNames, host, limit, oneOf, origins, trustProxy, wholeNumber } from "@tidings/express";
import * as z from "zod";

const MIB = 1024 * 1024;

/** Every variable that the server reads, and what it may be. */
export const environment = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("development"),
  HOST: host().optional(),
  PORT: wholeNumber(0, 65_535).default(8000),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres:// as postgres://user:password@host:5432/name does")
    .optional(),
  DATABASE_CONNECTIONS: wholeNumber(4, 1000).default(10),
  DATABASE_LISTEN: oneOf(["yes", "no"]).default("yes"),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must begin with redis:// or rediss:// as redis://user:password@host:6379 does")
    .optional(),
  DATA_DIR: z.string().default(fileURLToPath(new URL("../.data", import.meta.url))),
  DEMO_DIR: z.string().default(fileURLToPath(new URL("../../demo/dist", import.meta.url))),
  JWT_SECRET: z.string().min(32, "must have at least 32 characters; make one with: openssl rand -base64 48").optional(),
  JWT_PRIVATE_KEY: z.string().optional(),
  JWT_PUBLIC_KEY: z.string().optional(),
  JWT_TTL_S: wholeNumber(1, 31_536_000).default(43_200),
  HEARTBEAT_MS: wholeNumber(10, 600_000).default(30_000),
  CORS_ORIGINS: origins().optional(),
  CORS_HEADERS: headerNames().default([]),
  LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  MAX_CONNECTIONS: limit(1_000_000).default(15_000),
  MAX_CONNECTIONS_PER_USER: limit(1_000_000).optional(),
  MAX_CONNECTIONS_PER_ADDRESS: limit(1_000_000).optional(),
  NOTIFICATIONS_MAX_CLIENTS: limit(1_000_000).default(1000),
  RECORDS_MAX_CONNECTIONS: limit(1_000_000).default(1000),
  RESERVED_FOR_USERS_PERCENT: wholeNumber(0, 100).default(40),
  CONNECTS_PER_MINUTE_PER_ADDRESS: limit(1_000_000).optional(),
  WRITES_PER_MINUTE_PER_USER: limit(1_000_000).optional(),
  READS_PER_MINUTE_PER_USER: limit(1_000_000).optional(),
  NEW_CONTACTS_PER_HOUR_PER_USER: limit(1_000_000).optional(),
  MAX_CONVERSATIONS_PER_USER: limit(1_000_000).optional(),
  FAILED_LOGINS_PER_15_MINUTES: limit(1_000_000).optional(),
  FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS: limit(1_000_000).optional(),
  FAILED_LOGINS_PER_15_MINUTES_PER_EMAIL: limit(1_000_000).optional(),
  MAX_QUEUE_BYTES: wholeNumber(0, 1024 * MIB).default(MIB),
  MAX_TOTAL_QUEUE_BYTES: wholeNumber(0, 1024 * 1024 * MIB).default(64 * MIB),
  MAX_REPLAY: limit(100_000_000).default(50_000),
  MAX_STREAM_MINUTES: limit(525_600).optional(),
  STREAM_COMPRESSION: oneOf(["none", "gzip"]).default("none"),
  LOG_RETENTION_COUNT: limit(100_000_000).default(100_000),
  LOG_RETENTION_DAYS: limit(36_500).default(7),
  LOG_RETENTION_PER_TOPIC: limit(100_000_000).default(1000),
  TRUST_PROXY: trustProxy().default(false),
  BODY_LIMIT: wholeNumber(1024, 10_485_760).default(65_536),
  DRAIN_MS: wholeNumber(0, 600_000).optional(),
  PRESENCE_GRACE_MS: wholeNumber(0, 600_000).default(PRESENCE_GRACE_MS),
  METRICS_PORT: wholeNumber(0, 65_535).default(0),
  METRICS_HOST: host().default("127.0.0.1"),
  METRICS_TOKEN: z
    .string()
    .min(16, "must have at least 16 characters; make one with: openssl rand -base64 24")
    .optional(),
});
