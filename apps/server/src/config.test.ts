import { generateKeyPairSync } from "node:crypto";
import { trustProxies } from "@tidings/express";
import express from "express";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { environment } from "./environment.ts";
import { StartError } from "./start-error.ts";
import { noLimits } from "./testing/no-limits.ts";

const INF = Number.POSITIVE_INFINITY;
const secret = "a secret of our own, 32 characters or more";

const NO_PAIR =
  "JWT_PRIVATE_KEY and JWT_PUBLIC_KEY must be PEM texts of an RSA key of 2048 bits or more or of a P-256 key, and of the same pair";

function linesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof StartError && error.code === "invalid_config") return error.lines;
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

it("S9.1, S14.6: limits are low in production, high in development, and off where the environment says Infinity", () => {
  const production = readConfig({ NODE_ENV: "production", JWT_SECRET: secret });
  expect(production.caps).toEqual({ total: 15_000, perUser: 20, perAddress: 500, reservedPercent: 40 });
  expect(production.rates).toEqual({
    connects: 600,
    writes: 120,
    reads: 600,
    failedLogins: { perPair: 10, perAddress: 100, perEmail: 100 },
  });
  expect(production.chat).toMatchObject({ maxConversations: 1000, maxContactsPerHour: 100 });
  const development = readConfig({});
  expect(development.caps).toEqual({ total: 15_000, perUser: 100, perAddress: 5000, reservedPercent: 40 });
  expect(development.rates).toEqual({
    connects: 6000,
    writes: 6000,
    reads: 6000,
    failedLogins: { perPair: 100, perAddress: 1000, perEmail: 1000 },
  });
  expect(development.chat).toMatchObject({ maxConversations: 10_000, maxContactsPerHour: 10_000 });
  const open = readConfig({ ...noLimits, MAX_STREAM_MINUTES: "Infinity", MAX_REPLAY: "Infinity" });
  expect(open.caps).toEqual({ total: INF, perUser: INF, perAddress: INF, reservedPercent: 40 });
  expect(open.rates).toEqual({
    connects: INF,
    writes: INF,
    reads: INF,
    failedLogins: { perPair: INF, perAddress: INF, perEmail: INF },
  });
  expect(open.chat).toMatchObject({ maxConversations: INF, maxContactsPerHour: INF });
  expect(open.hub).toMatchObject({ maxStreamMs: Number.POSITIVE_INFINITY, maxReplay: Number.POSITIVE_INFINITY });
});

it("reads every variable", () => {
  const config = readConfig({
    HOST: "10.0.0.1",
    PORT: "9000",
    DATA_DIR: "/data",
    DATABASE_URL: "postgresql://tidings:secret@db:5432/tidings",
    DATABASE_CONNECTIONS: "20",
    DATABASE_LISTEN: "no",
    REDIS_URL: "rediss://:secret@redis:6380",
    DEMO_DIR: "/demo",
    JWT_SECRET: secret,
    JWT_TTL_S: "60",
    HEARTBEAT_MS: "15000",
    CORS_ORIGINS: "https://a.example.com, http://localhost:*,https://b.example.com:8443/",
    LOG_LEVEL: "warn",
    MAX_CONNECTIONS: "Infinity",
    MAX_CONNECTIONS_PER_USER: "3",
    MAX_CONNECTIONS_PER_ADDRESS: "4",
    CONNECTS_PER_MINUTE_PER_ADDRESS: "5",
    WRITES_PER_MINUTE_PER_USER: "6",
    READS_PER_MINUTE_PER_USER: "12",
    NEW_CONTACTS_PER_HOUR_PER_USER: "13",
    MAX_CONVERSATIONS_PER_USER: "14",
    FAILED_LOGINS_PER_15_MINUTES: "7",
    FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS: "13",
    FAILED_LOGINS_PER_15_MINUTES_PER_EMAIL: "14",
    RESERVED_FOR_USERS_PERCENT: "15",
    CORS_HEADERS: "X-Api-Key, x-tenant",
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
    LOG_RETENTION_PER_TOPIC: "20",
    TRUST_PROXY: "loopback, 10.0.0.0/8",
    BODY_LIMIT: "1024",
    DRAIN_MS: "1000",
  });
  expect(config).toMatchObject({
    host: "10.0.0.1",
    port: 9000,
    dataDir: "/data",
    database: {
      url: "postgresql://tidings:secret@db:5432/tidings",
      connections: 20,
      listen: false,
      redisUrl: "rediss://:secret@redis:6380",
    },
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
    corsHeaders: ["X-Api-Key", "x-tenant"],
    caps: { total: INF, perUser: 3, perAddress: 4, reservedPercent: 15 },
    rates: {
      connects: 5,
      writes: 6,
      reads: 12,
      failedLogins: { perPair: 7, perAddress: 13, perEmail: 14 },
    },
    chat: { maxConversations: 14, maxContactsPerHour: 13, presenceGraceMs: 5000 },
    metrics: { host: "10.0.0.2", port: 9464, token: "sixteen letters." },
    retention: { count: 1, ageMs: 172_800_000, perTopic: { count: 20 } },
    trustProxy: ["loopback", "10.0.0.0/8"],
    bodyLimit: 1024,
    drainMs: 1000,
  });
});

it("takes a variable that is set to nothing for not set, and Infinity days or events a topic for no such limit", () => {
  expect(readConfig({ PORT: "", HOST: " " })).toMatchObject({ port: 8000, host: "127.0.0.1" });
  expect(readConfig({ LOG_RETENTION_DAYS: "Infinity" }).retention.ageMs).toBe(Number.POSITIVE_INFINITY);
  expect(readConfig({ LOG_RETENTION_PER_TOPIC: "Infinity" }).retention.perTopic.count).toBe(Number.POSITIVE_INFINITY);
  expect(readConfig({}).retention).toEqual({ count: 100_000, ageMs: 604_800_000, perTopic: { count: 1000 } });
});

it.each([
  [{ PORT: "abc" }, 'PORT must be a whole number from 0 to 65535, not "abc"'],
  [{ PORT: "65536" }, 'PORT must be a whole number from 0 to 65535, not "65536"'],
  [{ HEARTBEAT_MS: "1e3" }, 'HEARTBEAT_MS must be a whole number from 10 to 600000, not "1e3"'],
  [
    { MAX_CONNECTIONS: "-1" },
    'MAX_CONNECTIONS must be a whole number from 1 to 1000000, or Infinity for no limit, not "-1"',
  ],
  [
    { MAX_CONNECTIONS: "0" },
    'MAX_CONNECTIONS must be a whole number from 1 to 1000000, or Infinity for no limit, not "0"',
  ],
  [{ NODE_ENV: "prod" }, 'NODE_ENV must be one of development, production, test, not "prod"'],
  [{ LOG_LEVEL: "loud" }, 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud"'],
  [{ STREAM_COMPRESSION: "br" }, 'STREAM_COMPRESSION must be one of none, gzip, not "br"'],
  [{ CORS_ORIGINS: "*" }, 'CORS_ORIGINS must list origins as https://app.example.com, separated by commas, not "*"'],
  [
    { CORS_ORIGINS: "https://a.example.com/page" },
    'CORS_ORIGINS must list origins as https://app.example.com, separated by commas, not "https://a.example.com/page"',
  ],
  [{ CORS_HEADERS: "X-Api-Key, *" }, 'CORS_HEADERS must list names of headers, separated by commas, not "*"'],
  [{ CORS_HEADERS: "X-Api-Key:" }, 'CORS_HEADERS must list names of headers, separated by commas, not "X-Api-Key:"'],
  [{ RESERVED_FOR_USERS_PERCENT: "101" }, 'RESERVED_FOR_USERS_PERCENT must be a whole number from 0 to 100, not "101"'],
  [
    { PORT: "9464", METRICS_PORT: "9464" },
    "METRICS_PORT must be another port than PORT; without it /metrics is on PORT, for METRICS_TOKEN",
  ],
  [{ JWT_SECRET: "short" }, "JWT_SECRET must have at least 32 characters; make one with: openssl rand -base64 48"],
  [
    { METRICS_TOKEN: "short" },
    "METRICS_TOKEN must have at least 16 characters; make one with: openssl rand -base64 24",
  ],
  [{ JWT_PUBLIC_KEY: "no key" }, NO_PAIR],
])("a wrong value is one line that says what would be right: %j", (env, line) => {
  expect(linesOf(env)).toEqual([line]);
});

it.each([
  ["true", "true"],
  ["foo", "foo"],
  ["-1", "-1"],
  ["1.5", "1.5"],
  ["100", "100"],
  ["loopback, 10.0.0.0/33", "10.0.0.0/33"],
  ["10.0.0.0/0", "10.0.0.0/0"],
  ["10.0.0.1/8/8", "10.0.0.1/8/8"],
  ["::1/129", "::1/129"],
  ["[::1]", "[::1]"],
  ["fe80::1%eth0", "fe80::1%eth0"],
  ["10.0.0.1,", ""],
  ["1,10.0.0.1", "1"],
])("S9.5: TRUST_PROXY=%s is no number of proxies and no list of addresses", (value, wrong) => {
  expect(linesOf({ TRUST_PROXY: value })).toEqual([
    `TRUST_PROXY must be the number of proxies in front (1), or their addresses (10.0.0.0/8, ::1, loopback), separated by commas, not "${wrong}"`,
  ]);
});

it.each(["[::1]", "http://localhost", "local host", "localhost:8000", "1.2.3", "-a", "0.0.0.0/0"])(
  "HOST=%s is nothing to listen on, nor is METRICS_HOST",
  (value) => {
    for (const name of ["HOST", "METRICS_HOST"]) {
      expect(linesOf({ [name]: value })).toEqual([
        `${name} must be an address or a name, as 0.0.0.0, ::1 or localhost, not "${value}"`,
      ]);
    }
  },
);

it("whatever a variable holds is taken, or is one line that begins with its name", () => {
  const names = Object.keys(environment.shape);
  const word = fc.constantFrom(
    "0",
    "1",
    "-1",
    "1e9",
    "true",
    "loopback",
    "10.0.0.0/8",
    "::1",
    "https://a.example.com",
    "*",
  );
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    word,
    fc.array(word).map((words) => words.join(", ")),
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), value, (name, text) => {
      const lines = linesOf({ [name]: text });
      for (const line of lines) expect(line.startsWith(name) || line.startsWith("JWT_"), line).toBe(true);
      expect(lines.join("")).not.toContain("\n");
      // What is taken for proxies, Express takes too.
      if (name === "TRUST_PROXY" && lines.length === 0)
        trustProxies(express(), readConfig({ [name]: text }).trustProxy);
    }),
    { numRuns: 3000 },
  );
});

it.each(["mysql://tidings:secret@db/tidings", "db:5432", "Infinity"])(
  "S8: DATABASE_URL=%s is refused, and its password is not shown",
  (value) => {
    expect(linesOf({ DATABASE_URL: value })).toEqual([
      "DATABASE_URL must begin with postgres:// as postgres://user:password@host:5432/name does",
    ]);
  },
);

it("S8: REDIS_URL is refused without DATABASE_URL, and without its password where it is none", () => {
  expect(linesOf({ REDIS_URL: "redis://:secret@redis" })).toEqual([
    expect.stringMatching(/^REDIS_URL needs DATABASE_URL/),
  ]);
  expect(linesOf({ REDIS_URL: "redis:6379", DATABASE_URL: "postgres://db/tidings" })).toEqual([
    "REDIS_URL must begin with redis:// or rediss:// as redis://user:password@host:6379 does",
  ]);
});

it("names every wrong variable at once, keys among them", () => {
  const lines = linesOf({ PORT: "x", LOG_LEVEL: "y", TRUST_PROXY: "foo", JWT_PUBLIC_KEY: "no key" });
  expect(lines.map((line) => line.split(" ", 1)[0])).toEqual(["PORT", "LOG_LEVEL", "TRUST_PROXY", "JWT_PRIVATE_KEY"]);
  expect(linesOf({ NODE_ENV: "production", PORT: "x" })).toHaveLength(2);
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

it("S2.1: refuses a public key of another pair: every token made here would be refused here", () => {
  const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const privateKey = pair().privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const publicKey = pair().publicKey.export({ type: "spki", format: "pem" }).toString();
  expect(linesOf({ JWT_PRIVATE_KEY: privateKey, JWT_PUBLIC_KEY: publicKey })).toEqual([NO_PAIR]);
});

it("S2.1: refuses an RSA key that signing refuses later", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  expect(linesOf({ JWT_PRIVATE_KEY: pem })).toEqual([NO_PAIR]);
});

it.each([
  ["0", false],
  ["00", false],
  ["false", false],
  ["2", 2],
  ["loopback,linklocal, uniquelocal", ["loopback", "linklocal", "uniquelocal"]],
  ["::1, 2001:db8::/32, 192.0.2.1", ["::1", "2001:db8::/32", "192.0.2.1"]],
])("TRUST_PROXY=%s is taken for %j", (value, taken) => {
  expect(readConfig({ TRUST_PROXY: value }).trustProxy).toEqual(taken);
});

it.each(["::1", "::", "fe80::1%eth0", "127.0.0.1", "localhost", "my_host-1.example.com."])(
  "HOST=%s is taken",
  (value) => {
    expect(readConfig({ HOST: value }).host).toBe(value);
  },
);

it("METRICS_PORT and PORT may both be any free port", () => {
  expect(readConfig({ PORT: "0", METRICS_PORT: "0" })).toMatchObject({ port: 0, metrics: { port: 0 } });
});
