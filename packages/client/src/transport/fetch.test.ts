import type { IncomingMessage, ServerResponse } from "node:http";
import { encodeComment, encodeEvent } from "@tidings/wire";
import { afterEach, describe, expect, it, vi } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { type HttpServer, startHttpServer } from "../testing/http-server.ts";
import { createFetchTransport } from "./fetch.ts";
import type { TransportConnection, TransportEnd } from "./transport.ts";

const eventStream = { "content-type": "text/event-stream" };
let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Observed {
  readonly log: string[];
  readonly connection: TransportConnection;
  readonly end: Promise<TransportEnd>;
  /** Resolves with the log once it holds `entry`. */
  until(entry: string): Promise<string[]>;
}

async function open(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  options: { lastEventId?: string; fromSnapshot?: boolean; token?: string; onEntry?: (entry: string) => void } = {},
): Promise<Observed> {
  server = await startHttpServer(handle);
  const transport = createFetchTransport({
    host: { fetch, now: () => 0 },
    url: `${server.url}/stream?a=1`,
    credentials: "same-origin",
    token: async () => options.token,
  });
  const log: string[] = [];
  const waiting = new Map<string, (log: string[]) => void>();
  const note = (entry: string) => {
    log.push(entry);
    options.onEntry?.(entry);
    waiting.get(entry)?.(log);
  };
  const ended = Promise.withResolvers<TransportEnd>();
  const connection = transport.open(
    { lastEventId: options.lastEventId ?? "", fromSnapshot: options.fromSnapshot ?? false },
    {
      onOpen: () => note("open"),
      onActivity: () => note("activity"),
      onEvent: ({ type, data, lastEventId }) => note(`${type} ${data} ${lastEventId}`.trimEnd()),
      onId: (id) => note(`id ${id}`),
      onRetry: (milliseconds) => note(`retry ${milliseconds}`),
      onEnd: ended.resolve,
    },
  );
  const until = (entry: string) =>
    log.includes(entry) ? Promise.resolve(log) : new Promise<string[]>((resolve) => waiting.set(entry, resolve));
  return { log, connection, end: ended.promise, until };
}

describe("fetch transport against a real server", () => {
  it("C2.1: asks for an event stream, uncached, with the bearer token and no empty Last-Event-ID", async () => {
    const requests: IncomingMessage[] = [];
    const { end } = await open(
      (request, response) => {
        requests.push(request);
        response.writeHead(204).end();
      },
      { token: "t0ken" },
    );
    await end;
    const [request] = requests;
    expect(request?.url).toBe("/stream?a=1");
    expect(request?.headers).toMatchObject({ accept: "text/event-stream", authorization: "Bearer t0ken" });
    expect(request?.headers["cache-control"]).toBe("no-cache");
    expect(request?.headers["last-event-id"]).toBeUndefined();
  });

  it("D2.4, C2.2: sends any Last-Event-ID as its UTF-8 bytes", async () => {
    const requests: IncomingMessage[] = [];
    const { end } = await open(
      (request, response) => {
        requests.push(request);
        response.writeHead(204).end();
      },
      { lastEventId: "größe-✓" },
    );
    await end;
    const header = requests[0]?.headers["last-event-id"];
    expect(Buffer.from(String(header), "latin1").toString("utf8")).toBe("größe-✓");
    expect(requests[0]?.url).toBe("/stream?a=1");
  });

  it("C3.2: an id longer than a server takes is refused by the server, and not tried for ever", async () => {
    const { end } = await open((_request, response) => response.writeHead(204).end(), {
      lastEventId: "x".repeat(200_000),
    });
    expect(await end).toMatchObject({ kind: "status", status: 431 });
  });

  it("C2.4: a snapshot's position goes by the address as well", async () => {
    const requests: IncomingMessage[] = [];
    const { end } = await open(
      (request, response) => {
        requests.push(request);
        response.writeHead(204).end();
      },
      { lastEventId: "e:4", fromSnapshot: true },
    );
    await end;
    expect(requests[0]?.url).toBe("/stream?a=1&lastEventId=e%3A4");
    expect(requests[0]?.headers["last-event-id"]).toBe("e:4");
  });

  it("opens on the headers, hears comments, and delivers events as they come", async () => {
    const arrived = Promise.withResolvers<ServerResponse>();
    const { log, until, end } = await open((_request, response) => arrived.resolve(response));
    const response = await arrived.promise;
    response.writeHead(200, eventStream);
    response.flushHeaders();
    await until("open");
    expect(log).toEqual(["open"]);
    response.write(encodeComment("ping"));
    await until("activity");
    response.write(encodeEvent({ event: "a", id: "1", data: "x\ny", retry: 900 }));
    await until("a x\ny 1");
    response.end("id: 2\n\ndata: unfinished");
    await until("id 2");
    expect(await end).toEqual({ kind: "ended" });
    expect(log.filter((entry) => entry !== "activity")).toEqual(["open", "retry 900", "a x\ny 1", "id 1", "id 2"]);
  });

  it.each([204, 299, 400, 404, 503])("C3.1: status %i does not open", async (status) => {
    const { log, end } = await open((_request, response) => {
      response
        .writeHead(status, { ...eventStream, "retry-after": "3" })
        .end(status === 204 ? undefined : "data: a\n\n");
    });
    expect(await end).toEqual({
      kind: "status",
      request: expect.stringMatching(/^GET http:/),
      status,
      errors: [],
      retryAfterMs: 3_000,
    });
    expect(log).toEqual([]);
  });

  it("C3.2: a refusal brings the server's words", async () => {
    const { end } = await open((_request, response) => {
      response.writeHead(401, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify({ success: false, errors: ["Not authorized, token failed"] }));
    });
    expect(await end).toMatchObject({ status: 401, errors: ["Not authorized, token failed"] });
  });

  it.each(["text/html", "text/event-streamx"])(
    "C3.1: 200 with %s does not open, and its body is not kept",
    async (type) => {
      const { log, end } = await open((_request, response) => {
        response.writeHead(200, { "content-type": type });
        response.write("data: a\n\n");
      });
      expect(await end).toEqual({
        kind: "wrong_type",
        request: expect.stringMatching(/^GET http:/),
        contentType: type,
      });
      expect(log).toEqual([]);
    },
  );

  it("a socket cut before the headers or in the middle is a network failure, and half an event is forgotten", async () => {
    const before = await open((_request, response) => response.socket?.destroy());
    expect(await before.end).toMatchObject({ kind: "network" });
    await server?.close();
    const middle = await open(async (_request, response) => {
      response.writeHead(200, eventStream);
      response.write("id: 1\ndata: a\n\nid: 2\ndata: lost");
      setImmediate(() => response.socket?.destroy());
    });
    expect(await middle.end).toMatchObject({ kind: "network" });
    expect(middle.log.filter((entry) => entry !== "activity" && entry !== "open")).not.toContain("lost 2");
  });

  it("C12.2: close in the middle of a chunk delivers nothing more and lets the socket go", async () => {
    const closed = Promise.withResolvers<void>();
    let close = () => {};
    const observed = await open(
      (_request, response) => {
        response.on("close", () => closed.resolve());
        response.writeHead(200, eventStream);
        response.write("data: a\n\ndata: b\n\ndata: c\n\n");
      },
      { onEntry: (entry) => entry === "message a" && close() },
    );
    close = () => observed.connection.close();
    await closed.promise;
    expect(observed.log).toEqual(["open", "activity", "message a"]);
  });

  it("C12.1: close before the headers aborts the request", async () => {
    const closed = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const observed = await open((request) => {
      arrived.resolve();
      request.on("close", () => closed.resolve());
    });
    await arrived.promise;
    observed.connection.close();
    await closed.promise;
    expect(observed.log).toEqual([]);
  });

  it("an event beyond the decoder's bound ends it with a reason of its own", async () => {
    const { end } = await open((_request, response) => {
      response.writeHead(200, eventStream);
      response.write(`data: ${"x".repeat(17 * 1024 * 1024)}`);
    });
    expect(await end).toMatchObject({ kind: "too_long" });
  });

  it("a token that cannot be had is a failure to connect", async () => {
    const ended = Promise.withResolvers<TransportEnd>();
    const cause = new Error("no session");
    createFetchTransport({
      host: { fetch, now: () => 0 },
      url: "http://127.0.0.1:9/",
      credentials: "omit",
      token: () => Promise.reject(cause),
    }).open(
      { lastEventId: "", fromSnapshot: false },
      {
        onOpen() {},
        onActivity() {},
        onEvent() {},
        onId() {},
        onRetry() {},
        onEnd: ended.resolve,
      },
    );
    expect(await ended.promise).toEqual({ kind: "network", cause });
  });
});

describe("C12.2: a connection that was closed says nothing more, however late the host is", () => {
  const later = () => Promise.withResolvers<Response>();
  const stream = (...texts: string[]) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    });
    return new Response(body, { headers: eventStream });
  };
  /** Opens with a fetch that ignores its signal, and closes at a word. */
  function openLate(closeAt: string) {
    const answer = later();
    const log: string[] = [];
    const note = (word: string) => {
      log.push(word);
      if (word === closeAt) connection.close();
    };
    const connection = createFetchTransport({
      host: { fetch: () => answer.promise, now: () => 0 },
      url: "http://tidings.test/",
      credentials: "omit",
      token: async () => undefined,
    }).open(
      { lastEventId: "", fromSnapshot: false },
      {
        onOpen: () => note("open"),
        onActivity: () => note("activity"),
        onEvent: ({ data }) => note(data),
        onId: (id) => note(`id ${id}`),
        onRetry: (milliseconds) => note(`retry ${milliseconds}`),
        onEnd: ({ kind }) => note(kind),
      },
    );
    return { answer, log, connection };
  }

  it("a fetch that fails after the close", async () => {
    const { answer, log, connection } = openLate("never");
    await settle();
    connection.close();
    answer.reject(new TypeError("fetch failed"));
    await settle();
    expect(log).toEqual([]);
  });

  it.each([
    ["open", ["open"]],
    ["activity", ["open", "activity"]],
    ["a", ["open", "activity", "a"]],
    ["id 1", ["open", "activity", "a", "b", "id 1"]],
  ])("closed at %s", async (closeAt, heard) => {
    const { answer, log } = openLate(closeAt);
    answer.resolve(stream("id: 1\ndata: a\n\ndata: b\n\n", "id: 2\ndata: c\n\n"));
    await settle();
    expect(log).toEqual(heard);
  });

  it("an answer without a body is open, and ends", async () => {
    const { answer, log } = openLate("never");
    answer.resolve(new Response(null, { headers: eventStream }));
    await settle();
    expect(log).toEqual(["open", "ended"]);
  });

  it("left open, it says all that comes, and that it ended", async () => {
    const { answer, log } = openLate("never");
    answer.resolve(stream("retry: 5\nid: 1\ndata: a\n\n", ": ping\n", "data: b\n\n"));
    await settle();
    expect(log).toEqual(["open", "activity", "retry 5", "a", "id 1", "activity", "activity", "b", "ended"]);
  });
});

it.each([
  ["a stream", () => new Response("data: a\n\n", { headers: eventStream })],
  ["a refusal", () => new Response("{}", { status: 503 })],
  ["a page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
])("C12: nobody hears of what is answered after the close by a fetch that ends late: %s", async (_what, answer) => {
  const late = Promise.withResolvers<Response>();
  const heard = vi.fn();
  const transport = createFetchTransport({
    host: { fetch: () => late.promise, now: () => 0 },
    url: "http://localhost/stream",
    credentials: "same-origin",
    token: async () => undefined,
  });
  const handlers = { onOpen: heard, onActivity: heard, onEvent: heard, onId: heard, onRetry: heard, onEnd: heard };
  const connection = transport.open({ lastEventId: "", fromSnapshot: false }, handlers);
  await settle();
  connection.close();
  late.resolve(answer());
  await settle();
  expect(heard).not.toHaveBeenCalled();
});
