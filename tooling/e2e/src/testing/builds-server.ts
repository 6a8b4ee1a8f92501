import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { defineEvent, defineStream } from "@tidings/contracts";
import { createHub, type Hub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, serveStream, shutdown } from "@tidings/hub/node";
import * as z from "zod/mini";

const build_moved = defineEvent({ schema: z.object({ state: z.string() }), delivery: { durable: true } });
const builds = defineStream({ name: "builds", path: "/builds", access: "anyone", events: { build_moved } });

/** A server of one public stream, to stand behind a proxy. */
export interface BuildsServer extends AsyncDisposable {
  readonly port: number;
  readonly hub: Hub;
  /** What each request for the stream said of its reader's address. */
  readonly forwarded: readonly (string | string[] | undefined)[];
  publish(state: string): Promise<unknown>;
}

/** Starts it; it drains when its block ends. */
export async function startBuilds(heartbeatMs: number): Promise<BuildsServer> {
  const hub = createHub({ log: createMemoryLog(), heartbeatMs });
  const topics = [builds.topic("all")];
  const forwarded: BuildsServer["forwarded"][number][] = [];
  const server = createStreamServer((request, response) => {
    if (request.url === "/readyz") return void response.end("ready");
    if (request.url === "/page") {
      return void response.setHeader("Content-Type", "text/html").end("<p>A page that is long enough.</p>".repeat(100));
    }
    forwarded.push(request.headers["x-forwarded-for"]);
    serveStream(hub, request, response, { stream: builds, topics });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    hub,
    forwarded,
    publish: (state) => hub.publish(topics, { event: "build_moved", data: { state } }),
    [Symbol.asyncDispose]: () => shutdown({ server, hub, withinMs: 0, deadlineMs: 0 }),
  };
}
