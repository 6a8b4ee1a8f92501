import { createServer, type Server } from "node:http";
import { ClientError, createClient } from "@tidings/client";
import { type AnyEndpoint, type Parsed, parse, parseQuery, type Schema } from "@tidings/contracts";
import { filteredStatuses, recentOrders } from "@tidings/contracts/admin";
import { login, logout } from "@tidings/contracts/auth";
import { createHub, type Hub, HubError } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { serveStream, shutdown } from "@tidings/hub/node";
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type * as z from "zod/mini";
import { dashboardOrders, dashboardStream, signIn, signOut, whoAmI } from "../contract.ts";
import type { DashboardConfig } from "./config.ts";
import { Refusal } from "./refusal.ts";
import { createSessions, type Session } from "./sessions.ts";
import { createUpstreams } from "./upstreams.ts";

/** The dashboard's server, ready to listen. */
export interface Dashboard {
  readonly server: Server;
  readonly hub: Hub;
  /** Ends its streams and connections. Twice is harmless. */
  close(): Promise<void>;
}

/** Wires the dashboard: sessions, the one connection to the API server for all of a principal's browsers, the page. */
export function composeDashboard(config: DashboardConfig, logger: Logger): Dashboard {
  const sessions = createSessions(config.production);
  const hub = createHub({
    log: createMemoryLog({ retention: { count: 10_000 } }),
    heartbeatMs: config.heartbeatMs,
    onReport(report) {
      // Now it listens: it learns how the other side stands.
      if (report.type === "opened") for (const topic of report.connection.topics) upstreams.tell(topic);
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
      if (state !== "refused") return;
      sessions.drop(userId);
      hub.disconnect({ principalId: userId });
    },
  });
  const apiOf = (token?: string) =>
    createClient({ baseUrl: config.apiUrl, ...(token === undefined ? {} : { auth: { token: () => token } }) });

  const sessionOf = (request: Request): Session => {
    const session = sessions.find(request);
    if (session === undefined) throw new Refusal(401, whoAmI.errors[401]);
    return session;
  };

  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.get(dashboardStream.path, (request, response) => {
    const { id: sessionId, user, expiresAt } = sessionOf(request);
    const { status } = readQuery(dashboardStream.query, request);
    // However it is written, the same filter is the same upstream.
    const filter = status === undefined ? undefined : filteredStatuses(status).join(",");
    const { topic, release } = upstreams.acquire(user.id, filter);
    response.once("close", release);
    serveStream(hub, request, response, {
      stream: dashboardStream,
      topics: [topic],
      greeting: { type: "connected" },
      principal: { id: user.id, sessionId, expiresAt },
    });
  });
  app.use(
    helmet({ contentSecurityPolicy: { useDefaults: false, directives: POLICY }, strictTransportSecurity: false }),
  );
  app.use("/api", refuseForeignWrites, neverStored, express.json({ limit: 16_384 }));

  const serve = <E extends AnyEndpoint>(
    endpoint: E,
    handle: (request: Request, response: Response) => Promise<object>,
  ) => {
    app[endpoint.method === "GET" ? "get" : "post"](endpoint.path, async (request: Request, response: Response) => {
      response.json({ success: true, ...(await handle(request, response)) });
    });
  };
  serve(signIn, async (request, response) => {
    const { data } = await passOn(apiOf().call(login, { body: readBody(signIn.body, request) }));
    if (data.user.role !== "admin") throw new Refusal(403, signIn.errors[403]);
    sessions.begin(response, data.user, data.token);
    logger.info({ user: data.user.id }, "signed in");
    return { data: data.user };
  });
  serve(signOut, async (request, response) => {
    const session = sessions.find(request);
    if (session !== undefined) {
      sessions.end(response, session);
      hub.disconnect({ sessionId: session.id });
      // The API server may be away; here the session is over all the same.
      await apiOf(session.token)
        .call(logout, {})
        .catch(() => {});
    }
    return { data: {} };
  });
  serve(whoAmI, async (request) => ({ data: sessionOf(request).user }));
  serve(dashboardOrders, async (request) => {
    const { token } = sessionOf(request);
    const query = readQuery(dashboardOrders.query, request);
    // Of this server's log, and before the rows: what is passed on meanwhile is old news to them (D5, D6).
    const position = await hub.head();
    const { data } = await passOn(apiOf(token).call(recentOrders, { query }));
    return { data, position };
  });
  app.use("/api", () => {
    throw new Refusal(404, "There is nothing at this path and method");
  });
  app.use(express.static(config.pageDir));
  app.use(answerErrors(logger));

  const server = createServer(app);
  return {
    server,
    hub,
    close: () => shutdown({ server, hub, withinMs: 0, beforeClose: upstreams.close }),
  };
}

const POLICY = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

function readBody<S extends Schema>(schema: S, request: Request): z.output<S> {
  return orRefuse(parse(schema, request.body, "The body"));
}

function readQuery<S extends Schema>(schema: S, request: Request): z.output<S> {
  const at = request.url.indexOf("?");
  return orRefuse(parseQuery(schema, new URLSearchParams(at === -1 ? "" : request.url.slice(at + 1)), ["lastEventId"]));
}

function orRefuse<Data>(parsed: Parsed<Data>): Data {
  if (!parsed.ok) throw new Refusal(400, ...parsed.issues);
  return parsed.data;
}

/** What the API server refuses is refused in its words; where it cannot be reached, that is said. */
async function passOn<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error.code === "http" && error.status !== undefined) throw new Refusal(error.status, ...error.errors);
    throw new Refusal(502, dashboardOrders.errors[502]);
  }
}

/** Another site's page must not write with this one's cookie. */
const refuseForeignWrites: RequestHandler = (request, _response, next) => {
  const site = request.get("Sec-Fetch-Site");
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  if (request.method !== "GET" && foreign) throw new Refusal(403, "Not authorized for this resource");
  next();
};

const neverStored: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};

function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error instanceof Refusal ? error.status : statusOf(error);
    if (status === 500) logger.error({ err: error }, "request failed");
    const errors =
      error instanceof Refusal ? error.lines : [WORDS[status] ?? "Something went wrong on our side; try again"];
    response.status(status).json({ success: false, errors });
  };
}

const WORDS: Readonly<Record<number, string>> = {
  400: "The body is not valid JSON; check its quotes, commas and brackets",
  503: "The dashboard is restarting; try again shortly",
};

function statusOf(error: unknown): number {
  if (error instanceof HubError) return 503;
  return error instanceof SyntaxError ? 400 : 500;
}
