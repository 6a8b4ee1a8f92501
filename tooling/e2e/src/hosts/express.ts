import { DatabaseSync } from "node:sqlite";
import { createStreamTickets, Refusal } from "@tidings/admission";
import { errorAnswer, openStream } from "@tidings/admission/http";
import { defineEvent, defineStream } from "@tidings/contracts";
import { createHub, publication } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createStreamServer, serveStream, shutdown } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { createRelay } from "@tidings/outbox";
import { CHANGE_TABLES, changeTriggers, createSqliteChangeSource, watchCommits } from "@tidings/outbox/sqlite";
import express, { type ErrorRequestHandler } from "express";
import { register } from "prom-client";
import * as z from "zod/mini";

const build = z.object({ id: z.string(), owner: z.string(), state: z.string() });
const build_moved = defineEvent({ schema: build, delivery: { durable: true } });
const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });
// A database that was there before, with a table "builds" that other programs write.
const database = new DatabaseSync("builds.db");
database.exec(CHANGE_TABLES);
database.exec(changeTriggers({ table: "builds", columns: ["id", "owner", "state"] }));
const moved = (data: z.infer<typeof build>) => publication(builds.topic(data.owner), { event: "build_moved", data });
const metrics = createHubMetrics({ streams: [builds] });
const hub = createHub({ log: createSqliteLog({ database }), onReport: metrics.onReport });
metrics.observe(hub);
const relay = createRelay({
  source: createSqliteChangeSource(database),
  publishAll: hub.publishAll,
  mappers: { builds: ({ newRow }) => [moved(build.parse(newRow))] },
});
await relay.catchUp();
const stopWatching = watchCommits(database, relay.catchUp);
const tickets = createStreamTickets();
const caps = { total: 100, perUser: 2, perAddress: 50, reservedPercent: 0 };
const app = express();
app.post("/tickets", async ({ headers }, response) => {
  const id = headers.authorization?.replace("Bearer ", "");
  if (!id) throw new Refusal("unauthenticated", ["Sign in first"]);
  response.json(await tickets.issue({ id, sessionId: id, expiresAt: Date.now() + 3_600_000 }, builds.name));
});
app.get(builds.path, async (request, response) => {
  const identify = async () => {
    const session = await tickets.redeem(String(request.query.ticket), builds.name);
    if (session === undefined) throw new Refusal("unauthenticated", ["Get a new ticket"]);
    return session;
  };
  const opening = { url: request.url, address: request.ip, identify };
  const subscribe = ({ id }: { id: string }) => ({ topics: [builds.topic(id)] });
  await openStream({ hub, caps }, builds, opening, subscribe, (reader) => serveStream(hub, request, response, reader));
});
app.get("/metrics", async (_request, response) => void response.type("text").send(await register.metrics()));
app.use(((thrown, _request, response, _next) => {
  const { status, headers, body } = errorAnswer(thrown);
  response.status(status).set(headers).json(body);
}) satisfies ErrorRequestHandler);
const server = createStreamServer(app).listen(Number(process.env.PORT), "127.0.0.1");
process.once(
  "SIGTERM",
  () => void shutdown({ server, hub, withinMs: 200, beforeClose: relay.close }).then(stopWatching),
);
