import type { Server } from "node:http";
import { createIdempotentAnswers, createReadiness } from "@tidings/admission/http";
import type { PasswordCost } from "@tidings/admission/passwords";
import { streams } from "@tidings/contracts/domains";
import { createListeners, isolate } from "@tidings/contracts/listeners";
import { answerProtocolErrors } from "@tidings/express";
import { createHub, type Hub, type HubReport } from "@tidings/hub";
import { createStreamServer } from "@tidings/hub/node";
import { createNotify, type Notify, startPing } from "@tidings/notify";
import { combineMappers, combineReactions, createRelay } from "@tidings/outbox";
import type { Logger } from "pino";
import { type App, createApp } from "./app.ts";
import { createAuth } from "./auth/auth.ts";
import type { Config } from "./config.ts";
import type { Core, CreateDomain, Domain } from "./domains/domain.ts";
import { createReadSnapshot } from "./domains/read-snapshot.ts";
import { servedDomains } from "./domains/served-domains.ts";
import { checkRelay } from "./http/check-relay.ts";
import { logForgottenChanges, logHubReport, logReadiness, logRelayReport, logUnreadableRow } from "./log-reports.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createMetricsServer } from "./metrics/serve-metrics.ts";
import { shutDown } from "./shut-down.ts";
import { openEngine } from "./store/open-engine.ts";
import { reportOnce } from "./store/report-once.ts";

/** The server with everything it needs, ready to listen. */
export interface Backend extends App {
  readonly server: Server;
  /** A server for `GET /metrics` only. It does not listen yet either. */
  readonly metricsServer: Server;
  readonly hub: Hub;
  /** The publishing functions, for programs that run in the same process. */
  readonly notify: Notify;
  readonly logger: Logger;
  /**
   * Refuses new work, ends the streams over the configured time, and closes everything. Calling it twice is harmless.
   */
  close(): Promise<void>;
}

/** What tests replace. */
export interface ComposeOptions {
  /** Default: JSON lines to standard output. */
  readonly logger?: Logger;
  readonly passwordCost?: PasswordCost;
  /** Default: all domains of the server. */
  readonly domains?: readonly CreateDomain[] | undefined;
  /** Adds metrics of the process itself. Set it for only one server of a process. Default false. */
  readonly processMetrics?: boolean;
}

/**
 * Builds the server from its configuration: opens the store, makes the core, the sign-in and the domains, relays
 * changes that were committed while no server ran, and seeds an empty store in development. It does not listen yet.
 *
 * @throws StartError `data_dir_unusable` or `data_dir_in_use`
 * @example const { server, close } = await compose(readConfig(process.env)); server.listen(8000);
 */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Backend> {
  const logger = options.logger ?? createLogger(config.logLevel);
  const engine = await openEngine(config, {
    onUnreadable: (row) => onUnreadable(row),
    onForget: (count) => logForgottenChanges(logger, count),
    onLogReport: (report) => metrics.log(report),
    onTrouble: (what, err) => logger.warn({ err }, what),
  });
  const { store, relayLag, revokedSessions } = engine;
  const metrics = createMetrics({
    streams,
    relayLag,
    maxConnections: config.caps.total,
    isReady: () =>
      readiness.answer().then(
        () => true,
        () => false,
      ),
  });
  if (options.processMetrics) metrics.addProcess();
  const onUnreadable = reportOnce((row) => {
    metrics.unreadable(row);
    logUnreadableRow(logger, row);
  });
  const hubReports = createListeners<[HubReport]>((err) =>
    logger.error({ err }, "a report of the hub was not handled"),
  );
  const hub = createHub({
    ...config.hub,
    log: engine.log,
    onReport: hubReports.notify,
  });
  metrics.observe(hub);
  const notify = createNotify(hub, {
    onError: (err) => logger.error({ err }, "a notification was not published"),
  });

  const auth = createAuth({
    config,
    store,
    revokedSessions,
    ticketStore: engine.tickets,
    loginLimit: engine.loginLimit,
    hub,
    onUnreadable,
    passwordCost: options.passwordCost,
  });
  const catchUp = () => relay.catchUp();
  const core: Core = {
    config,
    logger,
    store,
    hub,
    notify,
    users: auth.users,
    endTopic: auth.revocations.endTopic,
    onUnreadable,
    catchUp,
    readSnapshot: createReadSnapshot({ hub, relay: { catchUp }, store }),
  };
  const domains: readonly Domain[] = [
    auth,
    ...(options.domains ?? servedDomains).map((createDomain) => createDomain(core)),
  ];
  hubReports.add(metrics.hub);
  for (const domain of domains) hubReports.add((report) => domain.onHubReport?.(report));
  hubReports.add((report) => logHubReport(logger, report));
  const relay = createRelay({
    source: engine.changes,
    publishAll: hub.publishAll,
    mappers: combineMappers(domains),
    reactions: combineReactions(domains),
    onReport(report) {
      metrics.relay(report);
      logRelayReport(logger, report);
    },
  });
  const stopWatching = engine.watch(relay.catchUp);

  if (!config.production) {
    await engine.alone(async () => {
      if (await auth.users.isEmpty()) for (const domain of domains) await domain.seed?.();
    });
  }
  if (await auth.users.isEmpty()) {
    logger.warn("there are no users, so that nobody can sign in; add one: pnpm --filter @tidings/server user add");
  }
  for (const domain of domains) await domain.start?.();
  // Relay committed changes before the first reader asks for a position.
  await relay.catchUp();

  const readiness = createReadiness({
    checks: [checkRelay(relayLag), ...engine.checks],
    onChange: (fault) => logReadiness(logger, fault),
  });
  const answers = createIdempotentAnswers(engine.answers);
  const { health } = engine;
  const { app, front } = createApp({ config, logger, health, hub, auth, readiness, answers, metrics, domains });
  // The application itself refuses a request without Host, with an error body.
  const server = createStreamServer(front.listener, { requireHostHeader: false });
  answerProtocolErrors(server);
  // Longer than the minute for which proxies commonly keep an idle connection, so that the proxy closes it and not this
  // server.
  server.keepAliveTimeout = 65_000;

  const metricsServer = createMetricsServer(metrics, config.metrics.token);

  const stopPing = startPing(hub, config.hub.heartbeatMs);
  const stopTimers = () => {
    stopPing();
    readiness.close();
    stopWatching();
    for (const domain of domains) {
      isolate(
        () => domain.close?.(),
        (err) => logger.error({ err }, "a domain could not be closed"),
      );
    }
  };
  let closing: Promise<void> | undefined;
  return {
    app,
    front,
    server,
    metricsServer,
    hub,
    notify,
    logger,
    close() {
      const { drainMs } = config;
      closing ??= shutDown({ server, metricsServer, readiness, hub, relay, engine, stopWatching: stopTimers, drainMs });
      return closing;
    },
  };
}
