import { createStreamTickets, Refusal } from "@tidings/admission";
import { errorAnswer, openStream } from "@tidings/admission/http";
import { defineEvent, defineStream } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { serveStream } from "@tidings/hub/fastify";
import { createHubMetrics } from "@tidings/hub/metrics";
import { shutdown } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import Fastify from "fastify";
import { register } from "prom-client";
import * as z from "zod/mini";

const build_moved = defineEvent({ schema: z.object({ state: z.string() }), delivery: { durable: true } });
const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });

const metrics = createHubMetrics({ streams: [builds] });
const hub = createHub({ log: createSqliteLog({ file: "events.db" }), onReport: metrics.onReport });
metrics.observe(hub);
const tickets = createStreamTickets();
const caps = { total: 100, perUser: 2, perAddress: 50, reservedPercent: 0 };

const app = Fastify();
app.post("/tickets", async ({ headers }) => {
  const id = headers.authorization?.replace("Bearer ", "");
  if (!id) throw new Refusal("unauthenticated", ["Sign in first"]);
  return tickets.issue({ id, sessionId: id, expiresAt: Date.now() + 3_600_000 }, builds.name);
});
app.post<{ Body: { state: string } }>("/publish", async ({ body }, reply) => {
  await hub.publish(builds.topic("ada"), { event: "build_moved", data: body });
  return reply.code(204).send();
});
app.get<{ Querystring: { ticket?: string } }>(builds.path, async (request, reply) => {
  const identify = async () => {
    const session = await tickets.redeem(String(request.query.ticket), builds.name);
    if (session === undefined) throw new Refusal("unauthenticated", ["Get a new ticket"]);
    return session;
  };
  const opening = { url: request.url, address: request.ip, identify };
  const subscribe = ({ id }: { id: string }) => ({ topics: [builds.topic(id)] });
  await openStream({ hub, caps }, builds, opening, subscribe, (reader) => serveStream(hub, request, reply, reader));
});
app.get("/metrics", async (_request, reply) => reply.type(register.contentType).send(await register.metrics()));
app.setErrorHandler((thrown, _request, reply) => {
  const { status, headers, body } = errorAnswer(thrown);
  return reply.code(status).headers(headers).send(body);
});

await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => void shutdown({ server: app.server, hub, withinMs: 200 }));
