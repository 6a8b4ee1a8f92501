import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import type { ServeOptions } from "../serve/serve-options.ts";
import { describeEntry } from "../testing/describe-entry.ts";
import { serveStream } from "./serve-stream.ts";
import { createStreamServer } from "./stream-server.ts";

type Create = (listener: RequestListener) => Server;

const servers: readonly (readonly [string, Create])[] = [
  ["http.createServer", (listener) => createServer(listener)],
  ["createStreamServer", (listener) => createStreamServer(listener)],
];

async function start(create: Create, hub: Hub, options: ServeOptions) {
  const server = create((request, response) => {
    response.setHeader("X-Kept", "yes");
    // A pipelined request is answered late, so that the stream behind it has to wait for the socket.
    if (request.url === "/late") return void setImmediate(() => response.end("late"));
    const serve = () => void serveStream(hub, request, response, options);
    // A route that takes its time to find out who asks.
    if (request.url === "/slow") return void response.once("close", serve);
    return serve();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function stop(server: Server) {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}

for (const [name, create] of servers) {
  describeEntry(`node, ${name}`, async (hub, options) => {
    const { server, url } = await start(create, hub, options);
    return { url, close: () => stop(server) };
  });
}

describe.each(servers)("entry: node, on the socket of %s", (_name, create) => {
  /** What a test has to itself: one that timed out goes on with its own, and not with its neighbours'. */
  async function open() {
    const log = createMemoryLog();
    const hub = createHub({ log });
    const options = { stream: ordersStream, topics: [], greeting: { message: "SSE connected" } };
    const { server, url } = await start(create, hub, options);
    const port = Number(new URL(url).port);
    const socket = connect(port, "127.0.0.1");
    socket.setEncoding("utf8");
    onTestFinished(async () => {
      socket.destroy();
      await hub.close();
      await stop(server);
    });
    const readUntil = async (end: string): Promise<string> => {
      let text = "";
      while (!text.includes(end)) text += (await once(socket, "data"))[0];
      return text;
    };
    return { log, hub, server, port, socket, readUntil };
  }

  it("does not keep a reader that left before it was served", async () => {
    const { hub, server, socket } = await open();
    socket.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    const [, response] = await once(server, "request");
    socket.destroy();
    await once(response, "close");
    expect(hub.countAll()).toBe(0);
  });

  it("W11.1: keeps headers that were set before and says keep-alive", async () => {
    const { socket, readUntil } = await open();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const text = await readUntil("\n\n");
    expect(text).toMatch(/^X-Kept: yes\r$/m);
    expect(text).toMatch(/^Connection: keep-alive\r$/m);
  });

  it("W11.2: headers and greeting go out in one write", async () => {
    const { port, socket, readUntil } = await open();
    const single = vi.spyOn(Socket.prototype, "_write");
    const several = vi.spyOn(Socket.prototype, "_writev");
    onTestFinished(() => void vi.restoreAllMocks());
    const writes = () => [single, several].map(({ mock }) => mock.contexts.filter(isServers).length);
    const isServers = (one: unknown) => one instanceof Socket && one.localPort === port;
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("\n\n");
    expect(writes()).toEqual([0, 1]);
  });

  it("W11.2: a log that takes its time does not hold the headers back", async () => {
    const { log, socket, readUntil } = await open();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const head = await log.head();
    vi.spyOn(log, "head").mockReturnValue(answered.then(() => head));
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(await readUntil("\r\n\r\n")).not.toContain("event: connected");
    answer();
    await readUntil("\n\n");
  });

  it("a socket that is reset is forgotten", async () => {
    const { hub, socket, readUntil } = await open();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("\n\n");
    const [connection] = hub.connections();
    socket.resetAndDestroy();
    while (!connection?.closed) await new Promise((resolve) => setImmediate(resolve));
    expect(hub.countAll()).toBe(0);
  });

  it("a reader that half-closes is taken for gone", async () => {
    const { hub, socket, readUntil } = await open();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("\n\n");
    socket.end();
    await once(socket, "close");
    expect(hub.countAll()).toBe(0);
  });

  it("a stream that ends before it began is whole, and its socket kept alive", async () => {
    const { hub, server, socket, readUntil } = await open();
    server.once("request", () => void hub.disconnectAll());
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(await readUntil("\r\n0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 [\s\S]+event: ending/);
    socket.write("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("late");
  });

  it("W12.1: so is one that expects what the server does not do", async () => {
    const { hub, server, socket, readUntil } = await open();
    server.on("checkExpectation", (_request, response) => void response.writeHead(417).end());
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /late HTTP/1.1\r\nHost: x\r\nExpect: more\r\n\r\n");
    await readUntil("\n\n");
    await hub.drain({ withinMs: 1 });
    expect(await readUntil(" 417 ")).toMatch(/event: ending[\s\S]+\r\n0\r\n\r\nHTTP\/1\.1 417/);
  });

  it("W12.1: what comes of the next request with this one is not lost", async () => {
    const { hub, socket, readUntil } = await open();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /late HT");
    await readUntil("\n\n");
    socket.write("TP/1.1\r\nHost: x\r\n\r\n");
    await hub.drain({ withinMs: 1 });
    expect(await readUntil("late")).toMatch(/event: ending[\s\S]+\r\n0\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it("HTTP/1.0 readers are served without chunks", async () => {
    const { socket, readUntil } = await open();
    socket.write("GET / HTTP/1.0\r\n\r\n");
    const text = await readUntil("\n\n");
    expect(text).not.toMatch(/transfer-encoding/i);
    expect(text).toContain("\r\n\r\nevent: connected\nid: ");
  });

  it("a stream behind another answer on the same socket waits for it", async () => {
    const { socket, readUntil } = await open();
    socket.write("GET /late HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const text = await readUntil("\n\n");
    expect(text.indexOf("late")).toBeLessThan(text.indexOf("event: connected"));
    expect(text).toMatch(/\r\n\r\n[0-9a-f]+\r\nevent: connected/);
  });

  it("W12.1: a request behind a stream is answered when the stream has ended", async () => {
    const { hub, socket, readUntil } = await open();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("\n\n");
    await hub.drain({ withinMs: 1 });
    const text = await readUntil("late");
    expect(text).toMatch(/event: ending[\s\S]+\r\n0\r\n\r\nHTTP\/1\.1 200 OK/);
  });
});

it("S16.1, S16.3: over HTTP/2, too, a stream is compressed for whom it may be, and ends as gzip ends", async () => {
  const hub = createHub({ log: createMemoryLog() });
  const server = createHttp2Server((request, response) => {
    const greeting = { message: "SSE connected" } as const;
    serveStream(hub, request, response, { stream: ordersStream, topics: [], greeting, compression: "gzip" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const stream = session.request({ ":path": "/", "accept-encoding": "gzip" });
  const [headers] = await once(stream, "response");
  expect(headers).toMatchObject({ ":status": 200, "content-encoding": "gzip", vary: "Accept-Encoding" });
  const gunzip = stream.pipe(createGunzip()).setEncoding("utf8");
  const [greeted] = await once(gunzip, "data");
  expect(greeted).toMatch(/^event: connected\n/);
  let rest = "";
  gunzip.on("data", (text: string) => {
    rest += text;
  });
  const ended = once(gunzip, "end");
  await hub.drain({ withinMs: 1 });
  await ended;
  expect(rest).toMatch(/^event: ending\n/);
  session.close();
  server.close();
  await hub.close();
});

it("W13.1, W13.2, D12.1: over HTTP/2, too, HEAD has the headers of a GET, other methods are 405, and a hub that drains is 503", async () => {
  const hub = createHub({ log: createMemoryLog() });
  const server = createHttp2Server((request, response) => {
    serveStream(hub, request, response, { stream: ordersStream, topics: [], greeting: { message: "SSE connected" } });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const ask = async (method: string) => {
    const stream = session.request({ ":path": "/", ":method": method }).setEncoding("utf8");
    const [headers] = await once(stream, "response");
    const { date: _date, ...lasting } = headers as Record<string, unknown>;
    return { stream, headers: lasting };
  };
  const head = await ask("HEAD");
  expect(await text(head.stream)).toBe("");
  expect(hub.countAll()).toBe(0);
  const get = await ask("GET");
  expect(head.headers).toEqual(get.headers);
  const refused = await ask("POST");
  expect(refused.headers).toMatchObject({ ":status": 405, allow: "GET, HEAD" });
  expect(JSON.parse(await text(refused.stream))).toMatchObject({ success: false });
  await hub.drain({ withinMs: 0 });
  const late = await ask("GET");
  expect(late.headers).toMatchObject({ ":status": 503, "retry-after": "2" });
  late.stream.close();
  session.close();
  server.close();
  await hub.close();
});
