import { createServer } from "node:http";
import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import { ordersStream } from "@tidings/contracts/orders";
import { createOrigins } from "@tidings/express";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import type { Principal } from "../domains/auth/authenticate.ts";
import { createLimits } from "../limits/limits.ts";
import { servedStreams } from "../served-streams.ts";
import { openStream } from "../testing/event-reader.ts";
import { startServer } from "../testing/start-server.ts";
import { serveStreamRoute } from "./serve-stream-route.ts";
import { createStreamFront } from "./stream-front.ts";

const session = { userId: sampleUsers.ada.id, sessionId: "s", expiresAt: Date.now() + 60_000 };
const principal: Principal = { user: sampleUsers.ada, session };

it.each([
  ["and the session no longer holds, the stream ends at once", false, { type: "ending", data: { reason: "revoked" } }],
  [
    "and nobody can say whether the session holds, the stream ends at once",
    new Error("disk I/O error"),
    { type: "ending", data: { reason: "revoked" } },
  ],
  ["of somebody else's, the stream goes on", true, { type: "order_status_update" }],
])("S12: something is withdrawn between the question who it is and the stream: %s", async (_what, holds, next) => {
  const hub = createHub({ log: createMemoryLog() });
  const withdrawals = { count: 0 };
  const router = express();
  const streams = createStreamFront(router, createOrigins([]));
  serveStreamRoute(
    {
      streams,
      hub,
      withdrawals,
      async authenticate() {
        withdrawals.count += 1;
        return principal;
      },
      async holds() {
        if (holds instanceof Error) throw holds;
        return holds;
      },
      caps: { total: 0, perUser: 0, perAddress: 0, reservedPercent: 40 },
      limits: createLimits({
        connects: 0,
        writes: 0,
        reads: 0,
        contacts: 0,
        failedLogins: { perPair: 0, perAddress: 0, perEmail: 0 },
      }),
      onRefused() {},
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
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const stream = await openStream(`http://127.0.0.1:${port}${ordersStream.path}`);
  if (holds === true) {
    await stream.next();
    await hub.publish(ordersStream.topic("t"), {
      event: "order_status_update",
      data: ordersStream.events.order_status_update.samples.valid[0],
    });
  }
  const events = [await stream.next()];
  while (events.at(-1)?.type === "connected") events.push(await stream.next());
  expect(events.at(-1)).toMatchObject(next);
  stream.close();
});

it("D15, S16: every stream takes batch=true, refuses anything else, and is compressed where it may be", async () => {
  await using server = await startServer({ env: { STREAM_COMPRESSION: "gzip" } });
  const tokens = {
    user: await server.signIn(sampleUsers.ada.email),
    admin: await server.signIn(sampleUsers.admin.email),
  };
  const { ada, grace } = sampleUsers;
  await server.call(tokens.user, "POST", "/api/chat/conversations", { participantIds: [grace.id] });
  for (const { name, path, access } of servedStreams) {
    const token = access === "admin" ? tokens.admin : tokens.user;
    const query = name === "chat" ? `&conversationId=${conversationOf(ada.id, grace.id)}` : "";
    const address = `${path}?token=${token}${query}`;
    const { response } = await server.open(`${address}&batch=true`, { headers: { "Accept-Encoding": "gzip" } });
    expect([name, response.status, response.headers.get("content-encoding")]).toEqual([name, 200, "gzip"]);
    const refused = await server.fetch(`${address}&batch=no`);
    expect([name, refused.status]).toEqual([name, 400]);
  }
});
