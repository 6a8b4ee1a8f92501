import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { payload, serveTarget } from "../target.ts";

// The peer of teams on Hono: its own helper, one stream a reader, and a loop over them.
const streams = new Set<SSEStreamingApi>();
let sequence = 0;

const app = new Hono().get("*", (context) =>
  streamSSE(context, async (stream) => {
    await stream.writeSSE({ event: "connected", data: "{}" });
    streams.add(stream);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    streams.delete(stream);
  }),
);
const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
await once(server, "listening");
serveTarget((server.address() as AddressInfo).port, {
  publish(events) {
    for (let index = 0; index < events; index += 1) {
      sequence += 1;
      const message = { event: "order_status_update", id: `k3f9a2:${sequence}`, data: payload(sequence) };
      // Not awaited: a reader that is slow must not hold up the others.
      for (const stream of streams) void stream.writeSSE(message);
    }
  },
});
