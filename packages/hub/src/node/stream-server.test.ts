import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { TAKE_END_WITHIN_MS } from "../sink/end-deadline.ts";
import type { DetachableSocket } from "./detachable-socket.ts";
import { serveStream } from "./serve-stream.ts";
import { createStreamServer } from "./stream-server.ts";

let server: Server;
let url: string;
let socket: Socket;

async function listen(listener: RequestListener) {
  server = createStreamServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  socket = connect(port, "127.0.0.1").setEncoding("utf8");
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

async function readUntil(end: string): Promise<string> {
  let got = "";
  while (!got.includes(end)) got += (await once(socket, "data"))[0];
  return got;
}

afterEach(async () => {
  socket.destroy();
  server.closeAllConnections();
  if (!server.listening) return;
  server.close();
  await once(server, "close");
});

describe("a connection that carries a stream", () => {
  const topic = ordersStream.topic("ada");
  let hub: Hub;
  /** Resolves when HTTP is done with the stream's exchange. */
  let released: Promise<void>;
  /** Resolves when the hub has seen the stream close. */
  let gone: Promise<void>;

  beforeEach(async () => {
    const left = Promise.withResolvers<void>();
    gone = left.promise;
    hub = createHub({ log: createMemoryLog(), onReport: ({ type }) => type === "closed" && left.resolve() });
    const done = Promise.withResolvers<void>();
    released = done.promise;
    await listen((request, response) => {
      response.on("close", done.resolve);
      serveStream(hub, request, response, {
        stream: ordersStream,
        topics: [topic],
        greeting: { message: "SSE connected" },
      });
    });
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("\n\n");
  });

  afterEach(() => hub.close());

  it("is let go of by HTTP while the stream goes on", async () => {
    await released;
    const data = { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 2 } as const;
    await hub.publish(topic, { event: "order_status_update", data });
    expect(await readUntil("\n\n")).toContain("event: order_status_update");
  });

  it("W12.2: what is sent over it meanwhile is not answered, and it ends with the stream", async () => {
    await released;
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const rest = text(socket);
    await hub.drain({ withinMs: 1 });
    expect(await rest).toMatch(/^[0-9a-f]+\r\nevent: ending\n[\s\S]*\r\n0\r\n\r\n$/);
  });

  it("W12.2: a head that came in pieces is a head: nonsense that follows ends nothing", async () => {
    socket.destroy();
    for (const cut of [1, 2, 3, 17]) {
      const head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
      const piecemeal = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("utf8");
      socket = piecemeal;
      piecemeal.setNoDelay();
      const arrived = once(server, "connection");
      const [arrival]: DetachableSocket[] = await arrived;
      if (arrival === undefined) throw new Error("no connection");
      piecemeal.write(head.slice(0, -cut));
      await once(arrival, "data");
      piecemeal.write(head.slice(-cut));
      await readUntil("\n\n");
      piecemeal.write("hello\r\n");
      // The event would come before the end of a connection that is not yet read.
      await expect.poll(() => arrival.socket.bytesRead).toBe(head.length + "hello\r\n".length);
      expect(arrival.socket.destroyed).toBe(false);
      const data = { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision: cut } as const;
      await hub.publish(topic, { event: "order_status_update", data });
      expect(await readUntil("\n\n")).toContain("event: order_status_update");
      piecemeal.destroy();
    }
  });

  it("W11.3: after its stream it waits for the next request as long as any other, and no longer", async () => {
    await released;
    server.keepAliveTimeout = 1;
    server.keepAliveTimeoutBuffer = 0;
    const rest = text(socket);
    hub.disconnectAll();
    expect(await rest).toMatch(/event: ending\n[\s\S]*\r\n0\r\n\r\n$/);
  });

  it("W11.3: after its stream it is idle: the next stream comes over it, and close() does not wait for it", async () => {
    await released;
    for (let round = 0; round < 3; round += 1) {
      hub.disconnectAll();
      await readUntil("\r\n0\r\n\r\n");
      socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      expect(await readUntil("\n\n")).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]+event: connected\n/);
    }
    hub.disconnectAll();
    await readUntil("\r\n0\r\n\r\n");
    const closed = [once(server, "close"), once(socket, "close")];
    server.close();
    await Promise.all(closed);
  });

  it("W11.3: a stream that ends on a server that closes takes its connection along", async () => {
    await released;
    const rest = text(socket);
    const closed = once(server, "close");
    server.close();
    hub.disconnectAll();
    expect(await rest).toMatch(/\r\n0\r\n\r\n$/);
    await closed;
  });

  it("W11.4: a reader that says close is closed", async () => {
    socket.destroy();
    socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("utf8");
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const head = await readUntil("\n\n");
    expect(head).toMatch(/^Connection: close\r$/m);
    const rest = text(socket);
    hub.disconnectAll();
    expect(await rest).toMatch(/\r\n0\r\n\r\n$/);
  });

  it("D16: whoever does not take the end of its stream is cut", async () => {
    await released;
    socket.pause();
    const data = { order_id: "o", order_code: "x".repeat(20_000), order_status: "Preparing", revision: 2 } as const;
    while (hub.stats().queuedBytes === 0) {
      await hub.publish(topic, { event: "order_status_update", data });
      await new Promise((resolve) => setImmediate(resolve));
    }
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      hub.disconnectAll();
      const cut = once(server, "close");
      server.close();
      await vi.advanceTimersByTimeAsync(TAKE_END_WITHIN_MS - 1);
      expect(await connectionsOf(server)).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
      await cut;
    } finally {
      vi.useRealTimers();
    }
  });

  it("closeAllConnections() cuts it, and close() waits for it", async () => {
    await released;
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    await new Promise((resolve) => setImmediate(resolve));
    expect(hub.countAll()).toBe(1);
    server.closeAllConnections();
    await Promise.all([closed, gone]);
  });
});

describe("any other connection is as HTTP has it", () => {
  it("large bodies go both ways, at the reader's pace", async () => {
    await listen((request, response) => void request.pipe(response));
    const body = "0123456789abcdef".repeat(500_000);
    const response = await fetch(url, { method: "POST", body });
    expect(await response.text()).toBe(body);
  });

  it("several requests in turn, each with its answer, and their addresses", async () => {
    await listen(({ socket: { remoteAddress, remotePort, localPort }, url: path }, response) =>
      response.end(JSON.stringify({ path, remoteAddress, remotePort, localPort })),
    );
    for (const path of ["/1", "/2"]) {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      const [, body = ""] = (await readUntil("}")).split("\r\n\r\n");
      const { localAddress: remoteAddress, localPort: remotePort, remotePort: localPort } = socket;
      expect(JSON.parse(body)).toEqual({ path, remoteAddress, remotePort, localPort });
    }
  });

  it("a request cut short is aborted", async () => {
    const aborted = Promise.withResolvers<void>();
    await listen((request) => void request.on("error", () => aborted.resolve()));
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
    await once(server, "request");
    socket.resetAndDestroy();
    await aborted.promise;
  });

  it("an idle one is closed after keepAliveTimeout", async () => {
    await listen((_request, response) => response.end("done"));
    server.keepAliveTimeout = 1;
    server.keepAliveTimeoutBuffer = 0;
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await readUntil("done");
    await once(socket, "close");
  });

  it("what is no HTTP is refused", async () => {
    await listen(() => {});
    socket.write("nonsense\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("may be upgraded", async () => {
    await listen(() => {});
    server.on("upgrade", (_request, raw) => raw.end("HTTP/1.1 101 Switching Protocols\r\n\r\nhello"));
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
    expect(await readUntil("hello")).toMatch(/^HTTP\/1\.1 101 /);
  });
});
