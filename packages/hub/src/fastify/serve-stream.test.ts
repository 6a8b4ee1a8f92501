import cors from "@fastify/cors";
import { ordersStream } from "@tidings/contracts/orders";
import Fastify, { type FastifyInstance } from "fastify";
import { describe, expect, it } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createStreamServer } from "../node/stream-server.ts";
import type { ServeOptions } from "../serve/serve-options.ts";
import { describeEntry } from "../testing/describe-entry.ts";
import { serveStream } from "./serve-stream.ts";

const serving: ServeOptions = { stream: ordersStream, topics: [], greeting: { message: "SSE connected" } };

type Make = () => FastifyInstance;

const apps: readonly (readonly [string, Make])[] = [
  ["its own server", () => Fastify({ forceCloseConnections: true })],
  [
    "createStreamServer",
    () => Fastify({ serverFactory: (handler) => createStreamServer(handler), forceCloseConnections: true }),
  ],
];

async function start(make: Make, hub: Hub, options: ServeOptions, origin?: string) {
  const app = make();
  app.addHttpMethod("PROPFIND");
  if (origin !== undefined) await app.register(cors, { origin: [origin], credentials: true });
  app.all("/", (request, reply) => {
    reply.header("x-own", "kept");
    serveStream(hub, request, reply, options);
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { url: `${url}/`, close: () => app.close() };
}

for (const [name, make] of apps) {
  describeEntry(`Fastify on ${name}`, (hub, options) => start(make, hub, options));
}

describe.each(apps)("Fastify on %s", (_name, make) => {
  it.each(["GET", "HEAD"])("W11.1: headers that plugins and routes set before are kept: %s", async (method) => {
    const hub = createHub({ log: createMemoryLog() });
    const app = await start(make, hub, serving, "https://app.example.com");
    const response = await fetch(app.url, { method, headers: { Origin: "https://app.example.com" } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-credentials": "true",
      vary: "Origin",
      "x-own": "kept",
      "content-type": "text/event-stream",
    });
    await response.body?.cancel();
    await hub.close();
    await app.close();
  });

  it("what the hub throws is Fastify's to answer", async () => {
    const hub = createHub({ log: createMemoryLog() });
    hub.connect = () => {
      throw new Error("refused");
    };
    const app = await start(make, hub, serving);
    expect((await fetch(app.url)).status).toBe(500);
    await hub.close();
    await app.close();
  });
});
