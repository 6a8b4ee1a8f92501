import type { DatabaseSync } from "node:sqlite";
import type { IdempotentAnswers, Readiness } from "@tidings/admission/http";
import type { AnyEndpoint } from "@tidings/contracts";
import {
  answerNotFound,
  cors,
  createOrigins,
  createReadJson,
  createStreamFront,
  health,
  noStore,
  ready,
  refuseForeignWrites,
  requireHost,
  type StreamFront,
  securityHeaders,
  site,
  trustProxies,
} from "@tidings/express";
import type { Hub } from "@tidings/hub";
import express, { type Express } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import packageJson from "../package.json" with { type: "json" };
import { serveDocs } from "./api-docs/serve-docs.ts";
import type { Authentication, Caller } from "./auth/authenticate.ts";
import { type CredentialRequest, findCredential } from "./auth/credential.ts";
import { type AuthDomain, serveAuth } from "./auth/routes.ts";
import type { Config } from "./config.ts";
import { type AdminOrdersDomain, serveAdminOrders } from "./domains/admin-orders/routes.ts";
import { type ChatDomain, serveChat } from "./domains/chat/routes.ts";
import { type NotificationsDomain, serveNotifications } from "./domains/notifications/routes.ts";
import { type OrdersDomain, serveOrders } from "./domains/orders/routes.ts";
import { type RecordsDomain, serveRecords } from "./domains/records/routes.ts";
import { answerErrors } from "./http/answer-errors.ts";
import { NOT_BUILT } from "./http/not-built.ts";
import { createRefusedStreams } from "./http/refused-streams.ts";
import { requestLog } from "./http/request-log.ts";
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
  readonly answers: IdempotentAnswers;
  readonly metrics: Metrics;
}

/** The application: Express, and in front of it what opens streams. */
export interface App {
  readonly app: Express;
  readonly front: StreamFront;
}

/** Wires the routes; listens to nothing yet. */
export function createApp(parts: AppParts): App {
  const { config, limits } = parts;
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
  app.get("/healthz", health(healthCheck(parts.database)));
  app.get("/readyz", ready(parts.readiness));
  app.get("/metrics", serveMetrics(parts.metrics, config.metrics.token));

  app.use(["/api", "/events"], cors(origins, config.corsHeaders), refuseForeignWrites(origins, usesCookie), noStore);
  const host = {
    router: app,
    streams: front,
    hub: parts.hub,
    ...parts.authentication,
    revocations: parts.revocations,
    readJson: createReadJson(config.bodyLimit),
    caps: config.caps,
    limits,
    limitConnects: limits.connect,
    limitCalls: ({ id }: Caller, { method }: AnyEndpoint) => limits[method === "GET" ? "read" : "write"](id),
    answers: parts.answers,
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

/** Whether the cookie decides who makes a request; without any credential, signing in will set it. */
function usesCookie(request: CredentialRequest): boolean {
  return (findCredential(request)?.via ?? "cookie") === "cookie";
}

function healthCheck(database: DatabaseSync): () => unknown {
  const look = database.prepare("SELECT 1");
  return () => look.get();
}
