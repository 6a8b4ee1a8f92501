import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createStreamTickets, Refusal } from "@tidings/admission";
import { errorAnswer, openStream } from "@tidings/admission/http";
import { defineEvent, defineStream } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { shutdown } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { serveStream } from "@tidings/hub/web";
import { Hono } from "hono";
import { register } from "prom-client";
import * as z from "zod/mini";

const build_moved = defineEvent({ schema: z.object({ state: z.string() }), delivery: { durable: true } });
const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });

const metrics = createHubMetrics({ streams: [builds] });
const hub = createHub({ log: createSqliteLog({ file: "events.db" }), onReport: metrics.onReport });
metrics.observe(hub);
const tickets = createStreamTickets();
const caps = { total: 100, perUser: 2, perAddress: 50, reservedPercent: 0 };

const app = new Hono();
app.post("/tickets", async (context) => {
  const id = context.req.header("Authorization")?.replace("Bearer ", "");
  if (!id) throw new Refusal("unauthenticated", ["Sign in first"]);
  return context.json(await tickets.issue({ id, sessionId: id, expiresAt: Date.now() + 3_600_000 }, builds.name));
});
app.post("/publish", async (context) => {
  await hub.publish(builds.topic("ada"), { event: "build_moved", data: await context.req.json() });
  return context.body(null, 204);
});
app.get(builds.path, (context) => {
  const identify = async () => {
    const session = await tickets.redeem(String(context.req.query("ticket")), builds.name);
    if (session === undefined) throw new Refusal("unauthenticated", ["Get a new ticket"]);
    return session;
  };
  const { raw: request } = context.req;
  const opening = { url: request.url, address: getConnInfo(context).remote.address, identify };
  const subscribe = ({ id }: { id: string }) => ({ topics: [builds.topic(id)] });
  return openStream({ hub, caps }, builds, opening, subscribe, (reader) => serveStream(hub, request, reader));
});
app.get("/metrics", async (context) => context.text(await register.metrics()));
app.onError((thrown) => {
  const { status, headers, body } = errorAnswer(thrown);
  return Response.json(body, { status, headers });
});

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
process.once("SIGTERM", () => void shutdown({ server, hub, withinMs: 200 }));
