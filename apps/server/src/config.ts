import { fileURLToPath } from "node:url";
import * as z from "zod";
import { pemKeys, secretKeys, type TokenKeys } from "./domains/auth/token-keys.ts";
import { ServerError } from "./server-error.ts";

/** Everything the environment decides. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly demoDir: string;
  readonly tokenKeys: TokenKeys;
  readonly tokenTtlSeconds: number;
  readonly heartbeatMs: number;
  readonly allowedOrigins: readonly string[];
  readonly logLevel: string;
  readonly caps: { readonly total: number; readonly perUser: number };
  readonly retention: { readonly count: number; readonly ageMs: number };
  /** As Express's `trust proxy` takes it. */
  readonly trustProxy: false | number | readonly string[];
  readonly bodyLimit: number;
  readonly drainMs: number;
}

/** Known to everyone who reads this: never accepted in production. */
const DEVELOPMENT_SECRET = "tidings-development-secret-not-for-production";
const DAY_MS = 24 * 60 * 60 * 1000;

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
  MAX_CONNECTIONS_PER_USER: wholeNumber(0, 1_000_000).default(20),
  LOG_RETENTION_COUNT: wholeNumber(1, 100_000_000).default(100_000),
  LOG_RETENTION_DAYS: wholeNumber(0, 36_500).default(7),
  TRUST_PROXY: trustProxy().default(false),
  BODY_LIMIT: wholeNumber(1024, 10_485_760).default(65_536),
  DRAIN_MS: wholeNumber(0, 600_000).optional(),
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
  return {
    production,
    // In a container the server must be heard from outside; on somebody's laptop it must not.
    host: read.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: read.PORT,
    dataDir: read.DATA_DIR,
    demoDir: read.DEMO_DIR,
    tokenKeys: readTokenKeys(read, production),
    tokenTtlSeconds: read.JWT_TTL_S,
    heartbeatMs: read.HEARTBEAT_MS,
    allowedOrigins: read.CORS_ORIGINS ?? (production ? [] : ["http://localhost:*", "http://127.0.0.1:*"]),
    logLevel: read.LOG_LEVEL,
    caps: { total: read.MAX_CONNECTIONS, perUser: read.MAX_CONNECTIONS_PER_USER },
    retention: {
      count: read.LOG_RETENTION_COUNT,
      ageMs: read.LOG_RETENTION_DAYS === 0 ? Number.POSITIVE_INFINITY : read.LOG_RETENTION_DAYS * DAY_MS,
    },
    trustProxy: read.TRUST_PROXY,
    bodyLimit: read.BODY_LIMIT,
    drainMs: read.DRAIN_MS ?? (production ? 5000 : 0),
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

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: ({ input }) => `must be a whole number from ${min} to ${max}, not ${JSON.stringify(input)}`,
    })
    .transform(Number);
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: ({ input }) => `must be one of ${values.join(", ")}, not ${JSON.stringify(input)}` });
}

/** `https://app.example.com`, or `http://localhost:*` for every port; the star alone would let in everyone. */
function origins() {
  return z.string().transform((text, context) => {
    const entries = text.split(",").map((entry) => entry.trim().replace(/\/$/, ""));
    const wrong = entries.find((entry) => !isOrigin(entry.replace(/:\*$/, "")));
    if (wrong === undefined) return entries;
    context.addIssue(`must list origins as https://app.example.com, separated by commas, not ${JSON.stringify(wrong)}`);
    return z.NEVER;
  });
}

function isOrigin(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "") && new URL(text).origin === text;
}

/** How many proxies stand in front, or their addresses. All of them, `true`, would let clients name any address. */
function trustProxy() {
  return z.string().transform((text, context) => {
    if (text === "false" || text === "0") return false;
    if (/^\d{1,2}$/.test(text)) return Number(text);
    if (text !== "true") return text.split(",").map((entry) => entry.trim());
    context.addIssue("must be the number of proxies in front (1), or their addresses, not true");
    return z.NEVER;
  });
}
