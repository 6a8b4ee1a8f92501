import type { DatabaseSync } from "node:sqlite";
import {
  answerNotFound,
  createOrigins,
  createReadJson,
  requireHost,
  securityHeaders,
  site,
  trustProxies,
} from "@tidings/express";
import type { Hub } from "@tidings/hub";
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import packageJson from "../package.json" with { type: "json" };
import type { Config } from "./config.ts";
import { serveDocs } from "./docs/serve-docs.ts";
import { type AdminOrdersDomain, serveAdminOrders } from "./domains/admin-orders/routes.ts";
import type { Authentication } from "./domains/auth/authenticate.ts";
import { type AuthDomain, serveAuth } from "./domains/auth/routes.ts";
import { type ChatDomain, serveChat } from "./domains/chat/routes.ts";
import { type NotificationsDomain, serveNotifications } from "./domains/notifications/routes.ts";
import { type OrdersDomain, serveOrders } from "./domains/orders/routes.ts";
import { type RecordsDomain, serveRecords } from "./domains/records/routes.ts";
import { answerErrors } from "./http/answer-errors.ts";
import { cors } from "./http/cors.ts";
import type { Creations } from "./http/creations.ts";
import { health } from "./http/health.ts";
import { NOT_BUILT } from "./http/not-built.ts";
import type { Readiness } from "./http/readiness.ts";
import { refuseForeignWrites } from "./http/refuse-foreign-writes.ts";
import { createRefusedStreams } from "./http/refused-streams.ts";
import { requestLog } from "./http/request-log.ts";
import { createStreamFront, type StreamFront } from "./http/stream-front.ts";
import type { Limits } from "./limits/limits.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { serveMetrics } from "./metrics/serve-metrics.ts";

/** What the application is wired from. */
export interface AppParts
  extends AuthDomain,
    OrdersDomain,
    AdminOrdersDomain,
    ChatDomain,
    NotificationsDomain,
    RecordsDomain {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: DatabaseSync;
  readonly hub: Hub;
  readonly authentication: Authentication;
  readonly readiness: Readiness;
  readonly limits: Limits;
  readonly creations: Creations;
  readonly metrics: Metrics;
}

/** The application: Express, and in front of it what opens streams. */
export interface App {
  readonly app: Express;
  readonly front: StreamFront;
}

/** Wires the routes; listens to nothing yet. */
export function createApp(parts: AppParts): App {
  const { config } = parts;
  const origins = createOrigins(config.allowedOrigins);
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  trustProxies(app, config.trustProxy);

  const front = createStreamFront(app, origins);

  const log = requestLog(parts.logger, config.trustProxy !== false);
  const secure = helmet(securityHeaders(config.production));
  app.use(log, secure, front.handOn, requireHost);
  app.get("/healthz", health(parts.database));
  app.get("/readyz", parts.readiness.handler);
  app.get("/metrics", serveMetrics(parts.metrics, config.metrics.token));

  app.use(["/api", "/events"], cors(origins, config.corsHeaders), refuseForeignWrites(origins), neverStored);
  const host = {
    router: app,
    streams: front,
    hub: parts.hub,
    ...parts.authentication,
    withdrawals: parts.withdrawals,
    readJson: createReadJson(config.bodyLimit),
    caps: config.caps,
    limits: parts.limits,
    creations: parts.creations,
    origins,
    compression: config.streamCompression,
    onRefused: createRefusedStreams(parts.metrics, parts.logger, config),
  };
  serveAuth(host, parts);
  serveOrders(host, parts);
  serveAdminOrders(host, parts);
  serveChat(host, parts);
  // After the chat, which takes what names a conversation at the same path.
  serveNotifications(host, parts, config.notifications.maxClients);
  serveRecords(host, parts, { ...config.records, ...config.hub });
  app.use(["/api", "/events"], answerNotFound);

  app.use(serveDocs(packageJson));
  app.use(site(config.demoDir, NOT_BUILT));
  app.use(answerNotFound);
  app.use(answerErrors(parts.logger));
  return { app, front };
}

/** Answers are one user's and of one moment. */
const neverStored: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};
