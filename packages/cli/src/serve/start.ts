import { once } from "node:events";
import type { Server } from "node:http";
import type { ConnectionCaps } from "@tidings/admission";
import { createCors, createOrigins } from "@tidings/admission/node";
import { type AnyStream, ContractError } from "@tidings/contracts";
import { createHub, type Hub, HubError } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import { Registry } from "prom-client";
import { CliError, codeOf, messageOf } from "../error.ts";
import { createKeyCheck } from "./key-check.ts";
import { createListener } from "./listener.ts";
import { loadContract } from "./load-contract.ts";
import { openStorage } from "./open-storage.ts";
import { createPublish } from "./publish.ts";
import { createTokenVerifier, type TokenOptions } from "./token-verifier.ts";

/** Everything that a standalone hub is told. */
export interface ServeConfig {
  readonly contract: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder of what is kept; undefined for memory. */
  readonly data: string | undefined;
  readonly open: readonly string[];
  readonly tokens: TokenOptions;
  readonly cookie: string | undefined;
  readonly publishKeys: readonly string[];
  /** What opens `/metrics`; undefined for nothing. */
  readonly metricsToken: string | undefined;
  readonly origins: readonly string[];
  readonly caps: ConnectionCaps;
  readonly heartbeatMs: number;
  readonly retention: { readonly count: number; readonly ageMs: number; readonly perTopic: { readonly count: number } };
  /** Milliseconds over which streams are ended when the server stops. */
  readonly drainMs: number;
  /** Takes one line for whoever runs the server. */
  readonly say: (line: string) => void;
}

/** A hub that serves. */
export interface Serving {
  /** Its origin, with the port that it got. */
  readonly url: string;
  readonly streams: readonly AnyStream[];
  /** Ends the streams so that their readers come back, and resolves when everything is closed. */
  stop(): Promise<void>;
}

/**
 * Starts a standalone hub.
 *
 * @throws CliError `invalid_contract`, `invalid_option` or `cannot_start`
 */
export async function start(config: ServeConfig): Promise<Serving> {
  const { host, port, say, drainMs } = config;
  const streams = await loadContract(config.contract);
  const open = new Set(config.open);
  checkOpen(streams, open);
  const verify = createTokenVerifier(config.tokens);
  checkReachable(config, verify !== undefined);
  const storage = openStorage(config.data, config.retention);
  const register = new Registry();
  const metrics = createHubMetrics({ streams, register });
  const hub = createHub({
    log: storage.log,
    heartbeatMs: config.heartbeatMs,
    onReport: (report) => {
      metrics.onReport(report);
      if (report.type === "failed") say(`a stream failed: ${messageOf(report.error)}`);
    },
  });
  metrics.observe(hub);
  let ready = true;
  const listener = createListener({
    hub,
    streams,
    doors: { verify, open, cookie: config.cookie },
    caps: config.caps,
    cors: createCors(createOrigins(config.origins)),
    checkPublisher: createKeyCheck(
      config.publishKeys,
      "Publishing needs a key: send Authorization: Bearer KEY, one of --publish-key",
    ),
    publish: createPublish({ hub, streams, answers: storage.answers }),
    checkScraper: createKeyCheck(
      config.metricsToken === undefined ? [] : [config.metricsToken],
      "Metrics need a token: start with --metrics-token, and send it in Authorization: Bearer",
    ),
    register,
    isReady: () => ready,
    onFailure: (error) => say(`a request failed: ${messageOf(error)}`),
  });
  const server = createStreamServer(listener);
  try {
    checkGreetings(hub, streams);
    await listen(server, host, port);
  } catch (error) {
    await hub.close();
    storage.close();
    throw error;
  }
  return {
    url: originOf(server, host),
    streams,
    async stop() {
      ready = false;
      await shutdown({ server, hub, withinMs: drainMs });
      storage.close();
    },
  };
}

function checkOpen(streams: readonly AnyStream[], open: ReadonlySet<string>): void {
  for (const name of open) {
    const stream = streams.find((one) => one.name === name);
    const names = streams.map((one) => one.name).join(", ");
    if (stream === undefined) invalid(`--public ${name}: the contract has no such stream; it has ${names}`);
    if (stream.access !== "anyone") {
      invalid(
        `--public ${name}: its contract says access "${stream.access}"; make that "anyone", or leave it out here`,
      );
    }
  }
}

/** A server that nobody could use would only look as if it worked. */
function checkReachable({ open, publishKeys, metricsToken }: ServeConfig, takesTokens: boolean): void {
  if (open.length === 0 && !takesTokens) {
    invalid(
      "nobody could open a stream: give --jwt-secret, --jwt-public-key or --jwks, or --public with a stream's name",
    );
  }
  if (publishKeys.length === 0) {
    invalid("nobody could publish: give --publish-key or TIDINGS_PUBLISH_KEY; make one with: openssl rand -base64 24");
  }
  if (publishKeys.some((key) => key.length < 16)) {
    invalid("--publish-key must have at least 16 characters; make one with: openssl rand -base64 24");
  }
  if (metricsToken !== undefined && metricsToken.length < 16) {
    invalid("--metrics-token must have at least 16 characters; make one with: openssl rand -base64 24");
  }
}

/** The server knows nothing that it could put into a greeting's own fields. */
function checkGreetings(hub: Hub, streams: readonly AnyStream[]): void {
  for (const stream of streams) {
    try {
      hub.checkConnect({ stream, topics: [] });
    } catch (error) {
      if (!(error instanceof HubError || error instanceof ContractError)) throw error;
      throw new CliError(
        "invalid_contract",
        `the greeting of "${stream.name}" wants fields of its own, which this server cannot fill; make them optional: ${error.message}`,
        error,
      );
    }
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const why = codeOf(error) === "EADDRINUSE" ? "another program listens there" : messageOf(error);
    throw new CliError(
      "cannot_start",
      `cannot listen on ${host}:${port} (${why}); stop it, or give --host and --port something else`,
      error,
    );
  }
}

function originOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function invalid(why: string): never {
  throw new CliError("invalid_option", why);
}
