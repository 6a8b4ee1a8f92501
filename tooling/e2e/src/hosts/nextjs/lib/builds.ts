import { createCapCheck, createStreamTickets } from "@tidings/admission";
import { defineEvent, defineStream } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { Registry } from "prom-client";
import * as z from "zod/mini";

const build_moved = defineEvent({ schema: z.object({ state: z.string() }), delivery: { durable: true } });
export const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });

function start() {
  const register = new Registry();
  const metrics = createHubMetrics({ streams: [builds], register });
  const hub = createHub({ log: createSqliteLog({ file: "events.db" }), onReport: metrics.onReport });
  metrics.observe(hub);
  process.once("SIGTERM", () => void hub.drain({ withinMs: 200 }).then(() => hub.close()));
  return { hub, register, checkCaps: createCapCheck(hub, { total: 100, perUser: 2 }), tickets: createStreamTickets() };
}
// One of each a process: Next.js loads this module once for each route.
const shared = globalThis as { parts?: ReturnType<typeof start> };
export const parts = () => (shared.parts ??= start());
