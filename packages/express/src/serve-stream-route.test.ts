import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createOrigins } from "@tidings/admission/node";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { serveStreamRoute } from "./serve-stream-route.ts";
import { createStreamFront } from "./stream-front.ts";

const principal = { id: "ada", sessionId: "s", expiresAt: Date.now() + 60_000 };

it.each([
  ["and the session no longer holds, the stream ends at once", false, '"reason":"revoked"'],
  [
    "and nobody can say whether the session holds, the stream ends at once",
    new Error("disk I/O error"),
    '"reason":"revoked"',
  ],
  ["of somebody else's, the stream goes on", true, "event: order_status_update"],
])("S12.5: something is revoked between the question who it is and the stream: %s", async (_what, holds, next) => {
  const hub = createHub({ log: createMemoryLog() });
  const revocations = { count: 0 };
  const router = express();
  const streams = createStreamFront(router, createOrigins([]));
  serveStreamRoute(
    {
      streams,
      hub,
      revocations,
      async authenticate() {
        revocations.count += 1;
        return principal;
      },
      async isStillValid() {
        if (holds instanceof Error) throw holds;
        return holds;
      },
    },
    ordersStream,
    () => ({ topics: [ordersStream.topic("t")], greeting: { message: "SSE connected" as const } }),
  );
  const server = createServer(streams.listener).listen(0, "127.0.0.1");
  onTestFinished(async () => {
    await hub.close();
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${ordersStream.path}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const read = async (until: string) => {
    while (!text.includes(until)) {
      const part = await reader?.read();
      if (part === undefined || part.done) throw new Error(`the stream ended before "${until}": ${text}`);
      text += part.value;
    }
  };
  if (holds === true) {
    await read("event: connected");
    await hub.publish(ordersStream.topic("t"), {
      event: "order_status_update",
      data: ordersStream.events.order_status_update.samples.valid[0],
    });
  }
  await read(next);
  expect(text).toContain(next);
  await reader?.cancel();
});
