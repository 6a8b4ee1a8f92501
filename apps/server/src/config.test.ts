import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { ServerError } from "./server-error.ts";
import { openDoors } from "./testing/open-doors.ts";

const secret = "a secret of our own, 32 characters or more";

function linesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ServerError && error.code === "invalid_config") return error.lines;
    throw error;
  }
  return [];
}

it("needs nothing in development and listens to this machine only", () => {
  const config = readConfig({});
  expect(config).toMatchObject({ production: false, host: "127.0.0.1", port: 8000, drainMs: 0 });
  expect(config.hub).toMatchObject({ heartbeatMs: 30_000, maxStreamMs: Number.POSITIVE_INFINITY });
  expect(config.streamCompression).toBeUndefined();
  expect(config.metrics).toEqual({ host: "127.0.0.1", port: 0, token: undefined });
  expect(config.dataDir).toMatch(/apps\/server\/\.data$/);
  expect(config.demoDir).toMatch(/apps\/demo\/dist$/);
  expect(config.allowedOrigins).toEqual(["http://localhost:*", "http://127.0.0.1:*"]);
});

it("listens everywhere in production and allows no other origin unasked", () => {
  const config = readConfig({ NODE_ENV: "production", JWT_SECRET: secret });
  expect(config).toMatchObject({ production: true, host: "0.0.0.0", allowedOrigins: [], drainMs: 5000 });
  expect(config.hub.maxStreamMs).toBe(3_600_000);
});

it("S9, S14: doors are narrow in production, wide in development, and open where the environment says 0", () => {
  const production = readConfig({ NODE_ENV: "production", JWT_SECRET: secret });
  expect(production.caps).toEqual({ total: 15_000, perUser: 20, perAddress: 500 });
  expect(production.rates).toEqual({ connects: 600, writes: 120, failedLogins: 10 });
  const development = readConfig({});
  expect(development.caps).toEqual({ total: 15_000, perUser: 100, perAddress: 5000 });
  expect(development.rates).toEqual({ connects: 6000, writes: 6000, failedLogins: 100 });
  const open = readConfig({ ...openDoors, MAX_STREAM_MINUTES: "0", MAX_REPLAY: "0" });
  expect(open.caps).toEqual({ total: 0, perUser: 0, perAddress: 0 });
  expect(open.rates).toEqual({ connects: 0, writes: 0, failedLogins: 0 });
  expect(open.hub).toMatchObject({ maxStreamMs: Number.POSITIVE_INFINITY, maxReplay: Number.POSITIVE_INFINITY });
});

it("reads every variable", () => {
  const config = readConfig({
    HOST: "10.0.0.1",
    PORT: "9000",
    DATA_DIR: "/data",
    DEMO_DIR: "/demo",
    JWT_SECRET: secret,
    JWT_TTL_S: "60",
    HEARTBEAT_MS: "15000",
    CORS_ORIGINS: "https://a.example.com, http://localhost:*,https://b.example.com:8443/",
    LOG_LEVEL: "warn",
    MAX_CONNECTIONS: "0",
    MAX_CONNECTIONS_PER_USER: "3",
    MAX_CONNECTIONS_PER_ADDRESS: "4",
    CONNECTS_PER_MINUTE_PER_ADDRESS: "5",
    WRITES_PER_MINUTE_PER_USER: "6",
    FAILED_LOGINS_PER_15_MINUTES: "7",
    MAX_QUEUE_BYTES: "8",
    MAX_TOTAL_QUEUE_BYTES: "9",
    MAX_REPLAY: "10",
    MAX_STREAM_MINUTES: "11",
    STREAM_COMPRESSION: "gzip",
    METRICS_PORT: "9464",
    METRICS_HOST: "10.0.0.2",
    METRICS_TOKEN: "sixteen letters.",
    LOG_RETENTION_COUNT: "1",
    LOG_RETENTION_DAYS: "2",
    TRUST_PROXY: "loopback, 10.0.0.0/8",
    BODY_LIMIT: "1024",
    DRAIN_MS: "1000",
  });
  expect(config).toMatchObject({
    host: "10.0.0.1",
    port: 9000,
    dataDir: "/data",
    demoDir: "/demo",
    tokenTtlSeconds: 60,
    hub: {
      heartbeatMs: 15_000,
      maxQueueBytes: 8,
      maxTotalQueueBytes: 9,
      maxReplay: 10,
      maxStreamMs: 660_000,
    },
    streamCompression: "gzip",
    allowedOrigins: ["https://a.example.com", "http://localhost:*", "https://b.example.com:8443"],
    logLevel: "warn",
    caps: { total: 0, perUser: 3, perAddress: 4 },
    rates: { connects: 5, writes: 6, failedLogins: 7 },
    metrics: { host: "10.0.0.2", port: 9464, token: "sixteen letters." },
    retention: { count: 1, ageMs: 172_800_000 },
    trustProxy: ["loopback", "10.0.0.0/8"],
    bodyLimit: 1024,
    drainMs: 1000,
  });
});

it("takes a variable that is set to nothing for not set, and 0 days for no limit of age", () => {
  expect(readConfig({ PORT: "", HOST: " " })).toMatchObject({ port: 8000, host: "127.0.0.1" });
  expect(readConfig({ LOG_RETENTION_DAYS: "0" }).retention.ageMs).toBe(Number.POSITIVE_INFINITY);
});

it.each([
  [{ PORT: "abc" }, 'PORT must be a whole number from 0 to 65535, not "abc"'],
  [{ PORT: "65536" }, 'PORT must be a whole number from 0 to 65535, not "65536"'],
  [{ HEARTBEAT_MS: "1e3" }, 'HEARTBEAT_MS must be a whole number from 10 to 600000, not "1e3"'],
  [{ MAX_CONNECTIONS: "-1" }, 'MAX_CONNECTIONS must be a whole number from 0 to 1000000, not "-1"'],
  [{ NODE_ENV: "prod" }, 'NODE_ENV must be one of development, production, test, not "prod"'],
  [{ LOG_LEVEL: "loud" }, 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud"'],
  [{ STREAM_COMPRESSION: "br" }, 'STREAM_COMPRESSION must be one of none, gzip, not "br"'],
  [{ CORS_ORIGINS: "*" }, 'CORS_ORIGINS must list origins as https://app.example.com, separated by commas, not "*"'],
  [
    { CORS_ORIGINS: "https://a.example.com/page" },
    'CORS_ORIGINS must list origins as https://app.example.com, separated by commas, not "https://a.example.com/page"',
  ],
  [{ TRUST_PROXY: "true" }, "TRUST_PROXY must be the number of proxies in front (1), or their addresses, not true"],
  [{ JWT_SECRET: "short" }, "JWT_SECRET must have at least 32 characters; make one with: openssl rand -base64 48"],
  [
    { METRICS_TOKEN: "short" },
    "METRICS_TOKEN must have at least 16 characters; make one with: openssl rand -base64 24",
  ],
  [{ JWT_PUBLIC_KEY: "no key" }, "JWT_PRIVATE_KEY and JWT_PUBLIC_KEY must be PEM texts of an RSA or P-256 key"],
])("a wrong value is one line that says what would be right: %j", (env, line) => {
  expect(linesOf(env)).toEqual([line]);
});

it("names every wrong variable at once", () => {
  expect(linesOf({ PORT: "x", LOG_LEVEL: "y" })).toHaveLength(2);
});

it("S8: production refuses to run without a secret of its own", () => {
  expect(linesOf({ NODE_ENV: "production" })[0]).toMatch(/^JWT_SECRET must be set/);
  const known = "tidings-development-secret-not-for-production";
  expect(linesOf({ NODE_ENV: "production", JWT_SECRET: known })[0]).toMatch(/^JWT_SECRET must be set/);
  expect(linesOf({ NODE_ENV: "production", JWT_SECRET: known })[0]).not.toContain(known);
});

it("takes a key pair instead of a secret, never both", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  expect(readConfig({ NODE_ENV: "production", JWT_PRIVATE_KEY: pem }).tokenKeys.algorithm).toBe("ES256");
  expect(linesOf({ JWT_PRIVATE_KEY: pem, JWT_SECRET: secret })[0]).toMatch(/must not be set beside/);
});
