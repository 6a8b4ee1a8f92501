// A team's own stream on published packages: `peers.test.ts` copies it beside other versions of zod and React, compiles it
// there and runs it.
import type { AddressInfo } from "node:net";
import { createClient, createLiveQuery } from "@tidings/client";
import { defineEndpoint, defineEvent, defineStream, parse } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, serveStream, shutdown } from "@tidings/hub/node";
import { TidingsProvider } from "@tidings/react-sse";
import { ConnectionIndicator } from "@tidings/react-sse/components";
import { createElement, version } from "react";
import { renderToString } from "react-dom/server";
import * as z from "zod/mini";

const build = z.object({ id: z.string(), state: z.enum(["queued", "passed"]), at: z.iso.datetime(), tries: z.int() });
const queued = { id: "1", state: "queued", at: "2026-02-26T09:00:00Z", tries: 1 } as const;
const access = "anyone";

const listBuilds = defineEndpoint({
  name: "listBuilds",
  method: "GET",
  path: "/builds",
  access,
  data: z.array(build),
});
const build_changed = defineEvent({
  schema: build,
  delivery: { durable: true },
  samples: { valid: [queued], invalid: [{}, { ...queued, state: "lost" }] },
});
const buildsStream = defineStream({
  name: "builds",
  path: "/builds/stream",
  access,
  query: z.object({ repo: z.optional(z.string()) }),
  greeting: { fields: { message: z.literal("hello") } },
  events: { build_changed },
  snapshot: listBuilds,
});

const hub = createHub({ log: createMemoryLog() });
const topic = buildsStream.topic("all");
const server = createStreamServer(async (request, response) => {
  if (request.url?.startsWith(buildsStream.path)) {
    serveStream(hub, request, response, { stream: buildsStream, topics: [topic], greeting: { message: "hello" } });
    return;
  }
  const position = await hub.head();
  response.end(JSON.stringify({ success: true, data: [queued], position }));
}).listen(0);
await new Promise((resolve) => server.once("listening", resolve));

const client = createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
const query = createLiveQuery({
  client,
  stream: buildsStream,
  load: (signal) => client.call(listBuilds, {}, { signal }),
  apply: { build_changed: (builds, change) => [...builds.filter(({ id }) => id !== change.id), change] },
});
const page = () =>
  createElement(
    TidingsProvider,
    { client },
    createElement(ConnectionIndicator, { status: query.stream.getSnapshot() }),
  );

/** Waits until something holds, asked whenever the query or its stream has news. */
function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (holds()) resolve();
    };
    query.subscribe(look);
    query.stream.subscribe(look);
    look();
  });
}

await until(() => query.stream.getSnapshot().freshness === "live" && query.getSnapshot().status === "ready");
await hub.publish(topic, { event: "build_changed", data: { ...queued, state: "passed" } });
await until(() => query.getSnapshot().data?.[0]?.state === "passed");
const wrong = parse(build, { id: 7, state: "lost", at: "now", tries: 1.5 });
const react = version.split(".").slice(0, 2).join(".");
const shows = renderToString(page()).includes("Live");
process.stdout.write(JSON.stringify({ react, shows, wrong: wrong.ok ? [] : wrong.issues }));
client.close();
await shutdown({ server, hub });
