import type { IncomingHttpHeaders } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { createCapCheck, createStreamTickets, Refusal, type Session } from "@tidings/admission";
import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import { answerErrors, createOrigins, createStreamFront, serveEndpoint, serveStreamRoute } from "@tidings/express";
import { createHub, publication } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createStreamServer, shutdown } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { type Change, createRelay } from "@tidings/outbox";
import { CHANGE_TABLES, changeTriggers, createSqliteChangeSource, watchCommits } from "@tidings/outbox/sqlite";
import express from "express";
import { register } from "prom-client";
import * as z from "zod/mini";

const build = z.object({ id: z.string(), owner: z.string(), state: z.string() });
const build_moved = defineEvent({ schema: build, delivery: { durable: true } });
const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });
const body = z.strictObject({ state: z.string() });
const move = defineEndpoint({ name: "move", method: "POST", path: "/move", access: "user", body, data: body });
// A database that was there before, with a table "builds" that other programs write.
const database = new DatabaseSync("builds.db");
database.exec(CHANGE_TABLES + changeTriggers({ table: "builds", columns: ["id", "owner", "state"] }));
const moved = (data: z.infer<typeof build>) => publication(builds.topic(data.owner), { event: "build_moved", data });
const mappers = { builds: ({ newRow }: Change) => (newRow ? [moved(build.parse(newRow))] : []) };
const metrics = createHubMetrics({ streams: [builds] });
const hub = createHub({ log: createSqliteLog({ database }), onReport: metrics.onReport });
metrics.observe(hub);
const relay = createRelay({ source: createSqliteChangeSource(database), publishAll: hub.publishAll, mappers });
await relay.catchUp();
const stopWatching = watchCommits(database, relay.catchUp);
const tickets = createStreamTickets();
/** Stands in for your sign-in: the token is the user's name. A ticket stands for the session that fetched it. */
async function authenticate({ headers, query }: { headers: IncomingHttpHeaders; query: object }): Promise<Session> {
  const id = headers.authorization?.replace("Bearer ", "");
  if (id && !("ticket" in query)) return { id, sessionId: id, expiresAt: Date.now() + 3_600_000 };
  const session = "ticket" in query && (await tickets.redeem(String(query.ticket), builds.name));
  if (!session) throw new Refusal("unauthenticated", ["Sign in, or get a new ticket"]);
  return session;
}
const app = express();
const streams = createStreamFront(app, createOrigins([])); // pages of this origin only
const checkCaps = createCapCheck(hub, { total: 10_000, perUser: 2, perAddress: 500 });
const context = { router: app, streams, hub, checkCaps, authenticate };
app.use(streams.handOn);
app.post("/tickets", async (request, response) => {
  response.json(await tickets.issue(await authenticate(request), builds.name));
});
serveStreamRoute(context, builds, ({ id }) => ({ topics: [builds.topic(id)] }));
serveEndpoint(context, move, async ({ principal, body: data }) => {
  database.prepare("UPDATE builds SET state = ? WHERE owner = ?").run(data.state, principal.id);
  void relay.catchUp(); // what other programs write is seen by itself
  return { data };
});
app.get("/metrics", async (_request, response) => void response.type("text").send(await register.metrics()));
app.use((_request, _response, next) => next(new Refusal("not_found", ["There is nothing here"])));
app.use(answerErrors({ onFailure: (error) => process.stderr.write(`${String(error)}\n`) }));
const server = createStreamServer(streams.listener).listen(Number(process.env.PORT ?? 4006), "127.0.0.1");
const down = () => shutdown({ server, hub, withinMs: 200, beforeClose: relay.close }).then(stopWatching);
process.once("SIGTERM", () => void down());
