import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createCapCheck, Refusal } from "@tidings/admission";
import { createOrigins } from "@tidings/admission/node";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { answerErrors } from "./answer-errors.ts";
import { trustProxies } from "./client-address.ts";
import { serveOpenStreamRoute, serveStreamRoute } from "./serve-stream-route.ts";
import { createStreamFront, type StreamRequest } from "./stream-front.ts";
import { serveApp } from "./testing/serve-app.ts";
import { adminStream, openStream, tasksStream } from "./testing/tasks-contract.ts";

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

/** An application with the streams of the tasks' contract, and why it refused. */
async function start(caps = {}) {
  const hub = createHub({ log: createMemoryLog() });
  const app = express();
  trustProxies(app, ["loopback"]);
  const streams = createStreamFront(app, createOrigins([]));
  app.use(streams.handOn, answerErrors({ onFailure() {} }));
  const refused: string[] = [];
  const asked: string[] = [];
  const context = {
    streams,
    hub,
    checkCaps: createCapCheck(hub, caps),
    onRefused: (reason: string, request: StreamRequest) => void refused.push(`${reason} ${request.url}`),
    async authenticate(request: StreamRequest, _response: unknown, access: "user" | "admin", stream: string) {
      asked.push(`${access} ${stream}`);
      const id = /^Bearer (\w+)$/.exec(request.headers.authorization ?? "")?.[1];
      if (id === undefined) throw new Refusal("unauthenticated", ["Sign in"]);
      return { id, secret: "not for the hub" };
    },
  };
  serveStreamRoute(
    context,
    tasksStream,
    ({ id }, { board = "all" }) => {
      if (board === "broken") throw new Error("SQLITE_IOERR");
      return { topics: [tasksStream.topic(`${id}/${board}`)] };
    },
    { path: "/also", takes: ({ query }) => query.board !== undefined },
  );
  serveStreamRoute(context, adminStream, () => ({ topics: [adminStream.topic("all")], maxConnections: 1 }));
  const hasCredential = ({ headers }: StreamRequest) => headers.authorization !== undefined;
  serveOpenStreamRoute(context, openStream, hasCredential, (who) => ({ topics: [openStream.topic(who?.id ?? "all")] }));
  const { url, ask } = await serveApp(streams.listener);
  onTestFinished(() => hub.close());
  /** Opens a stream and answers how; it stays open until its test ends. */
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const gone = new AbortController();
    onTestFinished(() => gone.abort());
    return (await fetch(`${url}${path}`, { headers, signal: gone.signal })).status;
  };
  return { hub, ask, open, refused, asked };
}

const ADA = { authorization: "Bearer ada" };

it("a stream is opened for whoever it is, on the topics that they may hear, and the hub keeps no more of them", async () => {
  const { hub, open, asked } = await start();
  expect(await open("/also?board=b", { ...ADA, "X-Forwarded-For": "203.0.113.7" })).toBe(200);
  expect(await open("/admin/stream", ADA)).toBe(200);
  expect(asked).toEqual(["user tasks", "admin admin"]);
  const [first] = hub.connections();
  expect([first?.topics, first?.principal, first?.address]).toEqual([["tasks/ada/b"], { id: "ada" }, "203.0.113.7"]);
});

it("an open stream takes anyone, but a credential that is shown must be good", async () => {
  const { hub, open, asked } = await start();
  expect(await open("/open/stream")).toBe(200);
  expect(asked).toEqual([]);
  expect(await open("/open/stream", ADA)).toBe(200);
  expect(await open("/open/stream", { authorization: "x" })).toBe(401);
  expect(asked).toEqual(["user open", "user open"]);
  expect([...hub.connections()].map(({ topics }) => topics)).toEqual([["open/all"], ["open/ada"]]);
});

it("a refusal is answered in words and told of by a word", async () => {
  const { hub, ask, open, refused } = await start({ perUser: 2 });
  for (const [path, headers, status] of [
    ["/also?board=b", {}, 401],
    ["/also?board=b&x=1", ADA, 400],
    ["/also?board=broken", ADA, 500],
    ["/also", ADA, 404],
  ] as const) {
    const answer = await ask({ path, headers });
    expect([path, answer.status, JSON.parse(answer.text).success]).toEqual([path, status, false]);
  }
  expect(await open("/admin/stream", ADA)).toBe(200);
  expect(await open("/admin/stream", { authorization: "Bearer eve" })).toBe(503);
  expect(await open("/also?board=b", ADA)).toBe(200);
  expect(await open("/also?board=c", ADA)).toBe(429);
  await hub.close();
  expect((await ask({ path: "/also?board=b", headers: { authorization: "Bearer bob" } })).status).toBe(503);
  expect(refused).toEqual([
    "unauthenticated /also?board=b",
    "bad_request /also?board=b&x=1",
    "failed /also?board=broken",
    "full /admin/stream",
    "too_many_connections /also?board=c",
    "closed /also?board=b",
  ]);
});

it("W13: HEAD answers as GET would, and opens nothing", async () => {
  const { hub, ask } = await start();
  const head = await ask({ method: "HEAD", path: "/also?board=b", headers: ADA });
  expect([head.status, head.headers["content-type"], hub.countAll()]).toEqual([200, "text/event-stream", 0]);
});
