import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createCapCheck, createStreamTickets, Refusal, type RefusalCode, type Session } from "@tidings/admission";
import { callEndpoint, errorAnswer, NOTHING_HERE, openStream } from "@tidings/admission/http";
import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { shutdown } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { serveStream } from "@tidings/hub/web";
import { Hono, type HonoRequest } from "hono";
import { bodyLimit } from "hono/body-limit";
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
async function identify(request: HonoRequest, ticket?: string): Promise<Session> {
  const id = request.header("Authorization")?.replace("Bearer ", "");
  if (id && ticket === undefined) return { id, sessionId: id, expiresAt: Date.now() + 3_600_000 };
  const session = await tickets.redeem(String(ticket), builds.name);
  if (session === undefined) throw new Refusal("unauthenticated", ["Sign in, or get a new ticket"]);
  return session;
}
const refuse = (code: RefusalCode, line: string) => () => Promise.reject(new Refusal(code, [line]));
const app = new Hono().use(bodyLimit({ maxSize: 65_536, onError: refuse("too_large", "A body is at most 64 KiB") }));
app.post("/tickets", async ({ req, json }) => json(await tickets.issue(await identify(req), builds.name)));
app.get(builds.path, (context) => {
  const { url, raw } = context.req;
  const who = () => identify(context.req, context.req.query("ticket"));
  const opening = { url, address: getConnInfo(context).remote.address, identify: who };
  const subscribe = ({ id }: Session) => ({ topics: [builds.topic(id)] });
  return openStream(admission, builds, opening, subscribe, (reader) => serveStream(hub, raw, reader));
});
app.post(move.path, async ({ req }) => {
  const readJson = () => req.json().catch(refuse("bad_request", "The body is not JSON"));
  const header = (name: string) => req.header(name);
  const asked = { url: req.url, params: {}, header, identify: () => identify(req), readJson };
  const { status, body } = await callEndpoint({}, move, asked, async ({ principal, body: data }) => {
    await hub.publish(builds.topic(principal.id), { event: "build_moved", data });
    return { data };
  });
  return Response.json(body, { status });
});
app.get("/metrics", async ({ text }) => text(await register.metrics()));
app.notFound(refuse("not_found", NOTHING_HERE));
app.onError((thrown) => {
  const { status, headers, body } = errorAnswer(thrown);
  return Response.json(body, { status, headers });
});
const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 4005), hostname: "127.0.0.1" });
process.once("SIGTERM", () => void shutdown({ server, hub, withinMs: 200 }));
