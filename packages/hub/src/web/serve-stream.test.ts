import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { createHub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { describeEntry } from "../testing/describe-entry.ts";
import { serveStream } from "./serve-stream.ts";

/** The little that a framework does between Node and a handler of web requests. */
describeEntry("web", async (hub, options) => {
  const server = createServer(async (incoming, outgoing) => {
    const abort = new AbortController();
    outgoing.on("close", () => abort.abort());
    const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const { method = "GET" } = incoming;
    const request = new Request(`http://localhost${incoming.url}`, { method, headers, signal: abort.signal });
    const response = serveStream(hub, request, options);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.flushHeaders();
    if (response.body === null) return void outgoing.end();
    const body = response.body as Parameters<typeof Readable.fromWeb>[0];
    await pipeline(Readable.fromWeb(body), outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
});

it("does not keep a reader that left before it was served", async () => {
  const hub = createHub({ log: createMemoryLog() });
  const request = new Request("http://localhost/", { signal: AbortSignal.abort() });
  serveStream(hub, request, { stream: ordersStream, topics: [], greeting: { message: "SSE connected" } });
  expect(hub.countAll()).toBe(0);
  await hub.close();
});

it("ends the body of a reader that left, and does not break it: hosts would log that", async () => {
  const hub = createHub({ log: createMemoryLog() });
  const abort = new AbortController();
  const request = new Request("http://localhost/", { signal: abort.signal });
  const greeting = { message: "SSE connected" } as const;
  const response = serveStream(hub, request, { stream: ordersStream, topics: [], greeting });
  abort.abort();
  expect(await response.text()).toBe("");
  expect(hub.countAll()).toBe(0);
  await hub.close();
});
