import { once } from "node:events";
import type { Server } from "node:http";
import { type ConnectionCaps, createCapCheck } from "@tidings/admission";
import { createCors, createKeyCheck, createOrigins, createTrust, type TrustedProxies } from "@tidings/admission/node";
import type { AnyStream } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import { collectDefaultMetrics, Registry } from "prom-client";
import { CliError, codeOf, messageOf } from "../error.ts";
import { checkConfig, checkGreetings } from "./check-config.ts";
import { describeServer } from "./describe-api.ts";
import { docsRoute } from "./docs-route.ts";
import { createDoors } from "./doors.ts";
import { createLimits, type Rates } from "./limits.ts";
import { createListener } from "./listener.ts";
import { loadContract } from "./load-contract.ts";
import { openStorage } from "./open-storage.ts";
import { createPublish } from "./publish.ts";
import { streamRoute } from "./stream-route.ts";
import { ticketRoute } from "./ticket-route.ts";
import { createTokenVerifier, type TokenOptions } from "./token-verifier.ts";

/** The configuration of a standalone hub. */
export interface ServeConfig {
  readonly contract: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder of the stored events; undefined for memory. */
  readonly data: string | undefined;
  readonly open: readonly string[];
  readonly tokens: TokenOptions;
  readonly cookie: string | undefined;
  readonly publishKeys: readonly string[];
  /** The token for `/metrics`; undefined refuses every request for it. */
  readonly metricsToken: string | undefined;
  readonly origins: readonly string[];
  /** The proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: TrustedProxies;
  readonly caps: ConnectionCaps;
  readonly rates: Rates;
  readonly heartbeatMs: number;
  readonly retention: { readonly count: number; readonly ageMs: number; readonly perTopic: { readonly count: number } };
  /** Milliseconds over which streams are ended when the server stops. */
  readonly drainMs: number;
  /** Adds metrics of the process: CPU, memory, event loop, files. Set it for only one server of a process. */
  readonly processMetrics?: boolean;
  /** Takes one line for whoever runs the server. */
  readonly say: (line: string) => void;
}

/** A hub that serves. */
export interface Serving {
  /** Its origin, with the actual port. */
  readonly url: string;
  readonly streams: readonly AnyStream[];
  /** Ends the streams so that their readers reconnect elsewhere or later, and resolves when everything is closed. */
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
  const verify = createTokenVerifier(config.tokens);
  checkConfig(config, streams, verify !== undefined);
  const storage = openStorage(config.data, config.retention);
  const register = new Registry();
  if (config.processMetrics) collectDefaultMetrics({ register });
  const metrics = createHubMetrics({
    streams,
    register,
    maxConnections: config.caps.total,
    isReady: () => ready,
  });
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
  const open = new Set(config.open);
  const { cookie } = config;
  const origins = createOrigins(config.origins);
  const doors = createDoors({ verify, open, cookie, origins });
  const limits = createLimits(config.rates);
  const checkCaps = createCapCheck(hub, config.caps);
  const route = {
    hub,
    doors,
    open,
    checkCaps,
    limits,
    trusts: createTrust(config.trustedProxies),
    onRefused: metrics.refused,
  };
  const listener = createListener({
    hub,
    streams: new Map(streams.map((stream) => [stream.path, streamRoute(stream, route)])),
    ticket: ticketRoute({ doors, streams, limits }),
    docs: docsRoute(describeServer({ streams, open, takesTokens: verify !== undefined, cookie })),
    cors: createCors(origins),
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
