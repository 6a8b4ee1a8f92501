import {
  answerErrors,
  answerNotFound,
  answerProtocolErrors,
  createOrigins,
  noStore,
  refuseForeignWrites,
  requireHost,
  securityHeaders,
  site,
  trustProxies,
} from "@tidings/express";
import { type Connection, createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import express, { type Express } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type { DashboardConfig } from "./config.ts";
import type { Dashboard, Desk } from "./desk.ts";
import { serveEndpoints } from "./serve-endpoints.ts";
import { serveStreamRoute } from "./serve-stream-route.ts";
import { createSessions } from "./sessions.ts";
import { createUpstreams } from "./upstreams.ts";

/** Wires the dashboard: sessions, the one connection to the API server for all of a principal's browsers, the page. */
export function composeDashboard(config: DashboardConfig, logger: Logger): Dashboard {
  const sessions = createSessions(config.production);
  let onClosed = (_connection: Connection) => {};
  const hub = createHub({
    log: createMemoryLog({ retention: { count: 10_000 } }),
    heartbeatMs: config.heartbeatMs,
    onReport(report) {
      // A new listener gets the state of the connection to the API server.
      if (report.type === "opened") for (const topic of report.connection.topics) upstreams.tell(topic);
      if (report.type === "closed") onClosed(report.connection);
      if (report.type === "opened" || report.type === "closed") {
        const { id, principal } = report.connection;
        logger.info({ connection: id, user: principal?.id }, `stream ${report.type}`);
      }
      if (report.type === "failed") logger.error({ err: report.error }, "stream failed");
    },
  });
  const upstreams = createUpstreams({
    apiUrl: config.apiUrl,
    hub,
    tokenOf: sessions.tokenOf,
    onReport({ userId, filter, state, error }) {
      const level = state === "live" ? "info" : "warn";
      logger[level]({ user: userId, filter, state, code: error?.code, status: error?.status }, "API stream");
      if (state === "refused") withdraw(userId);
    },
  });

  function withdraw(userId: string): void {
    sessions.drop(userId);
    hub.disconnectUser(userId);
    upstreams.forget(userId);
  }

  const app = express();
  onClosed = serveRoutes(app, { config, logger, hub, sessions, upstreams, withdraw });
  // The application itself refuses a request without Host, with an error body.
  const server = createStreamServer(app, { requireHostHeader: false });
  answerProtocolErrors(server);
  return {
    server,
    hub,
    close: () => shutdown({ server, hub, withinMs: 0, beforeClose: upstreams.close }),
  };
}

function serveRoutes(app: Express, desk: Desk): (connection: Connection) => void {
  const { config, logger } = desk;
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  trustProxies(app, config.trustProxy);
  app.use(helmet(securityHeaders(config.production)), requireHost);
  app.use("/api", refuseForeignWrites(origins), noStore);
  const onClosed = serveStreamRoute(app, desk);
  serveEndpoints(app, desk);
  app.use("/api", answerNotFound);
  app.use(site(config.pageDir, NOT_BUILT), answerNotFound);
  app.use(
    answerErrors({
      onFailure(err, { method, path }) {
        logger.error({ err, method, path }, "request failed");
      },
    }),
  );
  return onClosed;
}

/** No origin except its own. */
const origins = createOrigins([]);

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Orders desk</title>
<h1>The orders desk is running, but its page is not built</h1>
<p>Run <code>pnpm dashboard</code> at the root of the repository: it builds the page and starts the desk.
`;
