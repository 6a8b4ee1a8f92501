import type { TrustedProxies } from "@tidings/admission/node";
import { Option } from "commander";
import { limit, list, origins, trustedProxies, webAddress, wholeNumber } from "../option-values.ts";
import type { ServeConfig } from "../serve/start.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What commander makes of the options below. */
export interface ServeOptions {
  readonly contract: string;
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly memory?: true;
  readonly public: readonly string[];
  readonly jwtSecret?: string;
  readonly jwtPublicKey?: string;
  readonly jwks?: URL;
  readonly jwtIssuer?: string;
  readonly jwtAudience?: string;
  readonly cookie?: string;
  readonly publishKey: readonly string[];
  readonly metricsToken?: string;
  readonly origin: readonly string[];
  readonly trustProxy: TrustedProxies;
  readonly maxConnections: number;
  readonly maxConnectionsPerUser: number;
  readonly maxConnectionsPerAddress: number;
  readonly opensPerMinutePerUser: number;
  readonly opensPerMinutePerAddress: number;
  readonly retentionCount: number;
  readonly retentionDays: number;
  readonly retentionPerTopic: number;
  readonly heartbeatMs: number;
  readonly drainMs: number;
}

/** Every option of `tidings serve`; the variable of `--jwt-secret` is `TIDINGS_JWT_SECRET`, and so on. */
export function optionsOfServe(): readonly Option[] {
  const count = (flags: string, text: string) => new Option(flags, text).argParser(limit(100_000_000));
  const several = (flags: string, text: string) => new Option(flags, text).argParser(list).default([], "none");
  return [
    new Option("--contract <file>", "module that exports the streams, .ts or .js").makeOptionMandatory(),
    new Option("--host <address>", "address to listen on").default("127.0.0.1"),
    new Option("--port <number>", "port to listen on; 0 is any").argParser(wholeNumber(0, 65_535)).default(8000),
    new Option("--data <folder>", "folder of the events that are kept").default("./tidings-data"),
    new Option("--memory", "keep events in memory only: a restart forgets them"),
    several("--public <streams>", "streams that everybody may open"),
    new Option("--jwt-secret <text>", "secret of HS256 tokens; better set by its variable"),
    new Option("--jwt-public-key <file>", "PEM file with the public key of tokens"),
    new Option("--jwks <address>", "address of a JSON Web Key Set").argParser(webAddress),
    new Option("--jwt-issuer <text>", "what a token's iss must be"),
    new Option("--jwt-audience <text>", "what a token's aud must hold"),
    new Option("--cookie <name>", "cookie that may carry the token"),
    several("--publish-key <keys>", "keys that may publish; better set by the variable"),
    new Option("--metrics-token <text>", "token that may read /metrics; better set by its variable"),
    new Option("--origin <origins>", "origins whose pages may read streams").argParser(origins).default([], "none"),
    new Option("--trust-proxy <proxies>", "proxies in front: how many, or their addresses")
      .argParser(trustedProxies)
      .default(false, "none"),
    count("--max-connections <number>", "streams in all; Infinity is no limit").default(15_000),
    count("--max-connections-per-user <number>", "streams of one user; Infinity is no limit").default(100),
    count("--max-connections-per-address <number>", "streams from one address; Infinity is no limit").default(
      Number.POSITIVE_INFINITY,
      "Infinity",
    ),
    count("--opens-per-minute-per-user <number>", "streams of a user, and tickets; Infinity is no limit").default(600),
    count("--opens-per-minute-per-address <number>", "streams from an address; Infinity is no limit").default(
      Number.POSITIVE_INFINITY,
      "Infinity",
    ),
    count("--retention-count <number>", "events that are kept; Infinity is all").default(100_000),
    count("--retention-days <days>", "days that events are kept; Infinity is no limit").default(7),
    count("--retention-per-topic <number>", "events kept of one topic; Infinity is no limit").default(1000),
    new Option("--heartbeat-ms <ms>", "between heartbeats").argParser(wholeNumber(10, 600_000)).default(30_000),
    new Option("--drain-ms <ms>", "time over which a stop ends the streams")
      .argParser(wholeNumber(0, 600_000))
      .default(5000),
  ].map((option) => option.env(`TIDINGS_${option.attributeName().replace(/[A-Z]/g, "_$&").toUpperCase()}`));
}

/** What the options mean to the server. */
export function configOf(options: ServeOptions, say: ServeConfig["say"]): ServeConfig {
  return {
    contract: options.contract,
    host: options.host,
    port: options.port,
    data: options.memory ? undefined : options.data,
    open: options.public,
    tokens: {
      secret: options.jwtSecret,
      publicKeyFile: options.jwtPublicKey,
      jwks: options.jwks,
      issuer: options.jwtIssuer,
      audience: options.jwtAudience,
    },
    cookie: options.cookie,
    publishKeys: options.publishKey,
    metricsToken: options.metricsToken,
    origins: options.origin,
    trustedProxies: options.trustProxy,
    caps: {
      total: options.maxConnections,
      perUser: options.maxConnectionsPerUser,
      perAddress: options.maxConnectionsPerAddress,
    },
    rates: { opensPerUser: options.opensPerMinutePerUser, opensPerAddress: options.opensPerMinutePerAddress },
    heartbeatMs: options.heartbeatMs,
    retention: {
      count: options.retentionCount,
      ageMs: options.retentionDays * DAY_MS,
      perTopic: { count: options.retentionPerTopic },
    },
    drainMs: options.drainMs,
    processMetrics: true,
    say,
  };
}
