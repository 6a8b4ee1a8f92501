import { createCapCheck } from "@tidings/admission";
import type { IdempotentAnswers, Readiness } from "@tidings/admission/http";
import type { AnyEndpoint } from "@tidings/contracts";
import { endpoints, streams } from "@tidings/contracts/domains";
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
import type { Auth } from "./auth/auth.ts";
import type { Caller } from "./auth/authenticate.ts";
import { type CredentialRequest, findCredential } from "./auth/credential.ts";
import type { Config } from "./config.ts";
import type { Domain } from "./domains/domain.ts";
import { answerErrors } from "./http/answer-errors.ts";
import { countRefusedStreams } from "./http/count-refused-streams.ts";
import { NOT_BUILT } from "./http/not-built.ts";
import { requestLog } from "./http/request-log.ts";
import type { RouteContext } from "./http/route-context.ts";
import { createLimits } from "./limits/limits.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { serveMetrics } from "./metrics/serve-metrics.ts";

/**
 * The first segments of the contract's addresses, `/api` for example: CORS, CSRF and caching rules apply below them.
 */
const API = [
  ...new Set([...endpoints.map(({ endpoint }) => endpoint), ...streams].map(({ path }) => firstSegment(path))),
];

/** What the application is wired from. */
export interface AppParts {
  readonly config: Config;
  readonly logger: Logger;
  /** Rejects or throws if the database does not answer. */
  readonly health: () => unknown;
  readonly hub: Hub;
  readonly auth: Pick<Auth, "authenticate" | "isStillValid" | "revocations">;
  readonly readiness: Readiness;
  readonly answers: IdempotentAnswers;
  readonly metrics: Metrics;
  /** Mounted in this order. If two streams share an address, the first that accepts a request serves it. */
  readonly domains: readonly Pick<Domain, "serve">[];
}

/** The application: Express, and in front of it what opens streams. */
export interface App {
  readonly app: Express;
  readonly front: StreamFront;
}

/** Wires the routes; listens to nothing yet. */
export function createApp(parts: AppParts): App {
  const { config, auth } = parts;
  const limits = createLimits(config.rates);
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
  app.get("/healthz", health(parts.health));
  app.get("/readyz", ready(parts.readiness));
  app.get("/metrics", serveMetrics(parts.metrics, config.metrics.token));

  app.use(API, cors(origins, config.corsHeaders), refuseForeignWrites(origins, usesCookie), noStore);
  const context: RouteContext = {
    router: app,
    streams: front,
    hub: parts.hub,
    authenticate: auth.authenticate,
    isStillValid: auth.isStillValid,
    revocations: auth.revocations,
    readJson: createReadJson(config.bodyLimit),
    checkCaps: createCapCheck(parts.hub, config.caps),
    limitConnects: limits.connect,
    limitCalls: ({ id }: Caller, { method }: AnyEndpoint) => limits[method === "GET" ? "read" : "write"](id),
    answers: parts.answers,
    origins,
    compression: config.streamCompression,
    onRefused: countRefusedStreams(parts.metrics, parts.logger, config),
  };
  for (const domain of parts.domains) domain.serve(context);
  app.use(API, answerNotFound);

  app.use(serveDocs(packageJson));
  app.use(site(config.demoDir, NOT_BUILT));
  app.use(answerNotFound);
  app.use(answerErrors(parts.logger));
  return { app, front };
}

function firstSegment(path: string): string {
  return path.split("/", 2).join("/");
}

/**
 * Whether the cookie authenticates a request. True without any credential too, because signing in then sets the cookie.
 */
function usesCookie(request: CredentialRequest): boolean {
  return (findCredential(request)?.via ?? "cookie") === "cookie";
}
