import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink } from "../testing/index.ts";
import { serveStream } from "./serve-stream.ts";
import { shutdown } from "./shutdown.ts";
import type { StreamRequest, StreamResponse } from "./stream-exchange.ts";
import { createStreamServer } from "./stream-server.ts";

const topic = ordersStream.topic("ada");
let hub: Hub;
let server: Server;
let answer: PromiseWithResolvers<void>;
const sockets: Socket[] = [];

const listener = (request: StreamRequest, response: StreamResponse) => {
  if (request.url === "/slow") return void answer.promise.then(() => response.end("done"));
  if (request.url === "/quick") return void response.end("done");
  serveStream(hub, request, response, {
    stream: ordersStream,
    topics: [topic],
    greeting: { message: "SSE connected" },
  });
};

beforeEach(() => {
  hub = createHub({ log: createMemoryLog({ retention: { count: 100 } }), maxQueueBytes: 100_000_000 });
  answer = Promise.withResolvers<void>();
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const portOf = () => (server.address() as AddressInfo).port;

async function listen(made: Server) {
  server = made;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

async function dial(): Promise<Socket> {
  const socket = connect(portOf(), "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

async function ask(path: string, end: string): Promise<Socket> {
  const socket = await dial();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  let got = "";
  while (!got.includes(end)) got += (await once(socket, "data"))[0];
  return socket;
}

/** Publishes until the reader's socket is full on this side, too. */
async function fill() {
  const data = { order_id: "o", order_code: "x".repeat(50_000), order_status: "Preparing", revision: 2 } as const;
  while (hub.stats().queuedBytes === 0) {
    await hub.publish(topic, { event: "order_status_update", data });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const ended = () => expect(server.listening).toBe(false);

describe.each([
  ["http.createServer", () => createServer(listener)],
  ["createStreamServer", () => createStreamServer(listener)],
])("D18: shutdown of %s", (_name, create) => {
  beforeEach(() => listen(create()));

  it("ends streams in words, idle connections and those that were never used", async () => {
    const stream = await ask("/", "\n\n");
    const idle = await ask("/quick", "done");
    const unused = await dial();
    const rest = text(stream);
    const gone = [once(idle, "close"), once(unused, "close")];
    await shutdown({ server, hub, withinMs: 0, deadlineMs: 300 });
    expect(await rest).toMatch(/event: ending[\s\S]*"drained"[\s\S]*\r\n0\r\n\r\n$/);
    await Promise.all(gone);
    ended();
  });

  it("D18.2: waits for an answer under way", async () => {
    const socket = await dial();
    const arrived = once(server, "request");
    socket.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    await arrived;
    const done = shutdown({ server, hub, withinMs: 0 });
    const reply = text(socket);
    answer.resolve();
    expect(await reply).toMatch(/done/);
    await done;
    ended();
  });

  it("D18.3: cuts at its deadline a reader that does not read, a request that never comes whole and an answer that never does", async () => {
    const stalled = await ask("/", "\n\n");
    stalled.pause();
    await fill();
    const half = await dial();
    half.write("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12");
    const waiting = await dial();
    waiting.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    const from = performance.now();
    await shutdown({ server, hub, withinMs: 0, deadlineMs: 200 });
    expect(performance.now() - from).toBeGreaterThan(190);
    expect(hub.countAll()).toBe(0);
    ended();
  });

  it("cuts streams whose window is longer than its deadline", async () => {
    const stream = await ask("/", "\n\n");
    const gone = once(stream, "close");
    await shutdown({ server, hub, withinMs: 600_000, deadlineMs: 50 });
    await gone;
    expect(hub.countAll()).toBe(0);
  });

  it("answers new streams with 503 and closes their connection while the open ones drain", async () => {
    const stream = await ask("/", "\n\n");
    const done = shutdown({ server, hub, withinMs: 600_000, deadlineMs: 600_000 });
    const refused = await dial();
    refused.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(await text(refused)).toMatch(/^HTTP\/1\.1 503 [\s\S]*^Connection: close\r$/m);
    stream.destroy();
    await done;
  });

  it("D18.5: is the same one when called twice, and works on a server that was closed, or never listened", async () => {
    const stream = await ask("/", "\n\n");
    server.close();
    const first = shutdown({ server: [server, createServer()], hub, withinMs: 0 });
    expect(shutdown({ server, hub, withinMs: 5 })).toBe(first);
    stream.resume();
    await first;
    await shutdown({ server, hub });
    ended();
  });

  it("D18.4: ends what publishes before the hub is closed, and after the last request", async () => {
    const order: string[] = [];
    server.once("close", () => order.push("server"));
    await shutdown({
      server,
      hub,
      withinMs: 0,
      async beforeClose() {
        const data = { order_id: "o", order_code: "c", order_status: "Preparing", revision: 2 } as const;
        order.push(String((await hub.publish(topic, { event: "order_status_update", data })) !== null));
      },
    });
    expect(order).toEqual(["server", "true"]);
    await expect(hub.publish(topic, { event: "order_status_update", data: {} as never })).rejects.toThrow(/closed/);
  });

  it.each([-1, Number.NaN])("refuses %s milliseconds, and changes nothing", async (ms) => {
    expect(() => shutdown({ server, hub, withinMs: ms })).toThrow(/withinMs/);
    expect(() => shutdown({ server, hub, deadlineMs: ms })).toThrow(/deadlineMs/);
    expect(server.listening).toBe(true);
    await shutdown({ server, hub, withinMs: 0, deadlineMs: Number.POSITIVE_INFINITY });
  });
});

describe("D18: shutdown of HTTP/2", () => {
  beforeEach(() => listen(createHttp2Server(listener)));

  it("ends streams in words, and sessions on which nothing is under way", async () => {
    const [busy, idle] = [connectHttp2(`http://127.0.0.1:${portOf()}`), connectHttp2(`http://127.0.0.1:${portOf()}`)];
    await once(idle, "connect");
    const stream = busy.request({ ":path": "/" }).setEncoding("utf8");
    await once(stream, "data");
    const rest = text(stream);
    const gone = [once(busy, "close"), once(idle, "close")];
    await shutdown({ server, hub, withinMs: 0 });
    expect(await rest).toMatch(/^event: ending\n/);
    await Promise.all(gone);
    ended();
  });

  it("cuts at its deadline a session whose reader does not read", async () => {
    const session = connectHttp2(`http://127.0.0.1:${portOf()}`);
    session.on("error", () => {});
    const stream = session.request({ ":path": "/" });
    stream.on("error", () => {});
    await once(stream, "response");
    await fill();
    await shutdown({ server, hub, withinMs: 0, deadlineMs: 200 });
    expect(hub.countAll()).toBe(0);
    ended();
    session.destroy();
  });
});

it("D18.3: cuts at its deadline the streams of a host that is none of its servers, too", async () => {
  const sink = createRecordingSink();
  const connection = hub.connect(sink, {
    stream: ordersStream,
    topics: [topic],
    greeting: { message: "SSE connected" },
  });
  await shutdown({ server: [], hub, withinMs: 600_000, deadlineMs: 50 });
  expect([connection.closed, sink.state]).toEqual([true, "destroyed"]);
});

it("D18.1: listens until the streams are ended, so that a load balancer hears of it, on connections that end", async () => {
  await listen(createServer((request: IncomingMessage, response: ServerResponse) => void listener(request, response)));
  const stream = await ask("/", "\n\n");
  const done = shutdown({ server, hub, withinMs: 600_000, deadlineMs: 600_000 });
  const asking = await dial();
  asking.write("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
  expect(await text(asking)).toMatch(/^Connection: close\r$[\s\S]*done/m);
  stream.destroy();
  await done;
  ended();
});
