import { createCapCheck, createStreamTickets, Refusal, type Session } from "@tidings/admission";
import { callEndpoint, errorAnswer, NOTHING_HERE, openStream } from "@tidings/admission/http";
import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { serveStream } from "@tidings/hub/fastify";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import Fastify, { type FastifyError, type FastifyRequest } from "fastify";
import { register } from "prom-client";
import * as z from "zod/mini";

const build = z.strictObject({ state: z.string() });
const build_moved = defineEvent({ schema: build, delivery: { durable: true } });
const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });
const move = defineEndpoint({ name: "move", method: "POST", path: "/move", access: "user", body: build, data: build });

const metrics = createHubMetrics({ streams: [builds] });
const hub = createHub({ log: createSqliteLog({ file: "events.db" }), onReport: metrics.onReport });
metrics.observe(hub);
const tickets = createStreamTickets();
const admission = { hub, checkCaps: createCapCheck(hub, { total: 10_000, perUser: 2, perAddress: 500 }) };

/** Stands in for your sign-in: the token is the user's name. A ticket stands for the session that fetched it. */
async function identify({ headers }: FastifyRequest, ticket?: string): Promise<Session> {
  const id = headers.authorization?.replace("Bearer ", "");
  if (id && ticket === undefined) return { id, sessionId: id, expiresAt: Date.now() + 3_600_000 };
  const session = await tickets.redeem(String(ticket), builds.name);
  if (session === undefined) throw new Refusal("unauthenticated", ["Sign in, or get a new ticket"]);
  return session;
}

const app = Fastify({ serverFactory: (handler) => createStreamServer(handler) });
app.post("/tickets", async (request) => tickets.issue(await identify(request), builds.name));
app.get<{ Querystring: { ticket?: string } }>(builds.path, (request, reply) => {
  const opening = { url: request.url, address: request.ip, identify: () => identify(request, request.query.ticket) };
  const subscribe = ({ id }: Session) => ({ topics: [builds.topic(id)] });
  return openStream(admission, builds, opening, subscribe, (reader) => void serveStream(hub, request, reply, reader));
});
app.post(move.path, async (request, reply) => {
  const { url, headers, body: json } = request;
  const header = (name: string) => headers[name]?.toString();
  const asked = { url, params: {}, header, identify: () => identify(request), readJson: () => json };
  const { status, body } = await callEndpoint({}, move, asked, async ({ principal, body: data }) => {
    await hub.publish(builds.topic(principal.id), { event: "build_moved", data });
    return { data };
  });
  return reply.code(status).send(body);
});
app.get("/metrics", async (_request, reply) => reply.type(register.contentType).send(await register.metrics()));
app.setNotFoundHandler(() => Promise.reject(new Refusal("not_found", [NOTHING_HERE])));
app.setErrorHandler<FastifyError>((thrown, _request, reply) => {
  // Fastify's own refusals are worded for the caller: a body that is no JSON, too large, of another type.
  const { statusCode: status = 500, message } = thrown;
  const own = status < 500 && new Refusal("bad_request", [message], { status });
  const answer = errorAnswer(own || thrown);
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
});
await app.listen({ port: Number(process.env.PORT ?? 4004), host: "127.0.0.1" });
process.once("SIGTERM", () => void shutdown({ server: app.server, hub, withinMs: 200 }));
