import { createClient } from "@tidings/client";
import { createFakeHost, createFakeServer, settle } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { encodeComment, encodeEvent } from "@tidings/wire";
import { expect, test } from "vitest";
import { createStreamTap, type StreamTapOptions } from "./stream-tap.ts";

const [update] = ordersStream.events.order_status_update.samples.valid;
const stream = { headers: { accept: "text/event-stream" } };

function setUp(options: Omit<StreamTapOptions, "host"> = {}) {
  const server = createFakeServer();
  const host = createFakeHost(server.fetch);
  const tap = createStreamTap({ ...options, host });
  return { server, host, tap };
}

/** Opens a stream through a tap, as a page would. */
async function open(rig: ReturnType<typeof setUp>, url = "/stream", init: RequestInit = stream) {
  const answer = rig.tap.fetch(url, init);
  await settle();
  const request = rig.server.last;
  await request.accept();
  const response = await answer;
  if (!response.body) throw new Error("no body");
  return { request, response, reader: response.body.getReader() };
}

test("what a client hears is written down to the letter: retry, names, ids, data and comments", async () => {
  const { server, host, tap } = setUp();
  const client = createClient({ host: { ...host, fetch: tap.fetch } });
  const heard: unknown[] = [];
  client.open(ordersStream).on("order_status_update", ({ data }) => heard.push(data.order_code));
  await host.advance(0);
  await server.last.accept();
  const data = JSON.stringify(update);
  const sent = [
    encodeEvent({ event: "order_status_update", id: "e:7", data, retry: 900 }),
    encodeComment("ping"),
    encodeEvent({ data: "two\nlines" }),
  ];
  await server.last.sendText(sent.join(""));
  await host.frame();
  expect(heard).toEqual([update.order_code]);
  const [connection] = tap.getSnapshot();
  expect(connection).toMatchObject({ state: "open", status: 200, received: 3, address: ordersStream.path });
  expect(connection?.blocks.map(({ text, kind, name }) => [text, kind, name])).toEqual([
    [sent[0], "event", "order_status_update"],
    [sent[1], "comment", undefined],
    [sent[2], "event", "message"],
  ]);
  client.close();
  await settle();
  expect(tap.getSnapshot()[0]).toMatchObject({ state: "closed", endedAt: host.now() });
  expect([server.open, host.pending.timers]).toEqual([0, 0]);
});

test("status, headers and bytes reach the page as they came", async () => {
  const rig = setUp();
  const { request, response, reader } = await open(rig);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  await request.sendText("data: ö€\n\n");
  expect((await reader.read()).value).toEqual(new TextEncoder().encode("data: ö€\n\n"));
});

test("a page that reads slowly holds the server back as it would without a tap", async () => {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode(`data: ${pulled}\n\n`));
      },
    },
    { highWaterMark: 0 },
  );
  const host = createFakeHost(async () => new Response(body, { headers: { "content-type": "text/event-stream" } }));
  const tap = createStreamTap({ host });
  const response = await tap.fetch("/stream", stream);
  await settle();
  expect(pulled).toBe(0);
  const reader = response.body?.getReader();
  await reader?.read();
  await settle();
  expect(pulled).toBe(1);
  await reader?.read();
  await settle();
  expect([pulled, tap.getSnapshot()[0]?.received]).toEqual([2, 2]);
});

test("a page that stops reading stops the server", async () => {
  const rig = setUp();
  const { reader } = await open(rig);
  expect(rig.server.open).toBe(1);
  await reader.cancel();
  expect(rig.server.open).toBe(0);
  expect(rig.tap.getSnapshot()[0]?.state).toBe("closed");
});

test("ends are told apart: the server's, a broken line with half a block, and the page's own", async () => {
  const rig = setUp();
  const ended = await open(rig);
  const broken = await open(rig);
  const abort = new AbortController();
  const left = await open(rig, "/stream", { ...stream, signal: abort.signal });
  await ended.request.end();
  expect((await ended.reader.read()).done).toBe(true);
  await broken.request.sendText("data: a\n\ndata: ha");
  await broken.reader.read();
  await broken.request.drop();
  await expect(broken.reader.read()).rejects.toThrow("terminated");
  abort.abort();
  await expect(left.reader.read()).rejects.toThrow();
  const connections = rig.tap.getSnapshot();
  expect(connections.map(({ state }) => state)).toEqual(["ended", "failed", "closed"]);
  expect(connections[1]?.blocks.map(({ kind, text }) => [kind, text])).toEqual([
    ["event", "data: a\n\n"],
    ["unfinished", "data: ha"],
  ]);
});

test("refusals and failures are written down and handed on untouched", async () => {
  const { server, tap } = setUp();
  const refused = tap.fetch("/stream", stream);
  await settle();
  await server.last.answer(503, { success: false, errors: ["Later"] }, { "retry-after": "3" });
  expect(await (await refused).json()).toEqual({ success: false, errors: ["Later"] });
  const failed = expect(tap.fetch("/stream", stream)).rejects.toThrow("fetch failed");
  await settle();
  await server.last.drop();
  await failed;
  const connections = tap.getSnapshot();
  expect(connections.map(({ state, status }) => [state, status])).toEqual([
    ["refused", 503],
    ["failed", undefined],
  ]);
});

test("what is no stream passes by as the very same object", async () => {
  const answer = Response.json({ success: true });
  const tap = createStreamTap({ host: createFakeHost(async () => answer) });
  expect(await tap.fetch("/api/orders", { method: "GET" })).toBe(answer);
  expect(tap.getSnapshot()).toEqual([]);
});

test("S7: tickets and tokens are gone from addresses; where a stream resumes from stays", async () => {
  const rig = setUp();
  await open(rig, "/api/sse?ticket=t1&lastEventId=e%3A4");
  await open(rig, "/api/sse?token=t2", { headers: { ...stream.headers, "last-event-id": "e:9" } });
  expect(rig.tap.getSnapshot().map(({ address, lastEventId }) => [address, lastEventId])).toEqual([
    ["/api/sse?ticket=[redacted]&lastEventId=e%3A4", "e:4"],
    ["/api/sse?token=[redacted]", "e:9"],
  ]);
});

test("C15: hundreds of events are told of with a frame, ten times a second at most, and to nobody when nobody looks", async () => {
  const rig = setUp();
  const { host, tap } = rig;
  const { request, reader } = await open(rig);
  const next = async () => {
    await request.sendText(encodeEvent({ data: "x" }));
    await reader.read();
  };
  await next();
  expect(host.pending).toMatchObject({ frames: 0, timers: 0 });
  let told = 0;
  const stop = tap.subscribe(() => {
    told += 1;
  });
  // The first after a rest shows in the next frame.
  await host.frame();
  expect([told, tap.getSnapshot()[0]?.received]).toEqual([1, 1]);
  const before = tap.getSnapshot();
  for (let count = 0; count < 300; count += 1) await next();
  expect(host.pending).toMatchObject({ frames: 0, timers: 1 });
  await host.frame();
  await host.advance(99);
  await host.frame();
  expect(tap.getSnapshot()).toBe(before);
  await host.advance(1);
  await host.frame();
  expect([told, tap.getSnapshot()[0]?.received]).toEqual([2, 301]);
  await next();
  expect(host.pending.timers).toBe(1);
  stop();
  stop();
  expect(host.pending).toMatchObject({ frames: 0, timers: 0 });
  await next();
  expect(host.pending).toMatchObject({ frames: 0, timers: 0 });
});

test("C15: who goes on looking is told, although another one has left meanwhile", async () => {
  const rig = setUp();
  const { host, tap } = rig;
  const { request, reader } = await open(rig);
  let told = 0;
  const stop = tap.subscribe(() => {});
  tap.subscribe(() => {
    told += 1;
  });
  await host.frame();
  await request.sendText(encodeEvent({ data: "x" }));
  await reader.read();
  stop();
  await host.advance(100);
  await host.frame();
  expect([told, tap.getSnapshot()[0]?.received]).toEqual([2, 1]);
});

test("C15: what comes a millisecond before the rest is over waits for it", async () => {
  const rig = setUp();
  const { host, tap } = rig;
  const { request, reader } = await open(rig);
  tap.subscribe(() => {});
  await host.frame();
  await host.advance(99);
  await request.sendText(encodeEvent({ data: "x" }));
  await reader.read();
  await host.frame();
  expect(tap.getSnapshot()[0]?.received).toBe(0);
  await host.advance(1);
  await host.frame();
  expect(tap.getSnapshot()[0]?.received).toBe(1);
});

test.each([
  [undefined, 200],
  [3, 3],
  [0, 0],
])("of each connection the newest blocks are kept: keep %s is %i", async (keep, kept) => {
  const rig = setUp(keep === undefined ? {} : { keep });
  const { request, reader } = await open(rig);
  const total = 1_000;
  await request.sendText(Array.from({ length: total }, (_, at) => encodeEvent({ data: String(at) })).join(""));
  await reader.read();
  const [connection] = rig.tap.getSnapshot();
  expect(connection?.received).toBe(total);
  expect(connection?.blocks.map(({ number }) => number)).toEqual(
    Array.from({ length: kept }, (_, at) => total - kept + at + 1),
  );
});

test("connections that are over are forgotten after twenty, open ones never", async () => {
  const rig = setUp();
  await open(rig);
  for (let count = 0; count < 30; count += 1) {
    const { request, reader } = await open(rig);
    await request.end();
    await reader.read();
  }
  const ids = rig.tap.getSnapshot().map(({ id }) => id);
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([20, 1, 31]);
});

test("clearing forgets blocks and what is over, and keeps what is open", async () => {
  const rig = setUp();
  const over = await open(rig);
  await over.request.end();
  await over.reader.read();
  const { request, reader } = await open(rig);
  await request.sendText("data: a\n\n");
  await reader.read();
  rig.tap.clear();
  expect(rig.tap.getSnapshot()).toMatchObject([{ id: 2, state: "open", blocks: [], received: 1 }]);
  await request.sendText("data: b\n\n");
  await reader.read();
  expect(rig.tap.getSnapshot()[0]?.blocks).toMatchObject([{ text: "data: b\n\n", number: 2 }]);
});

test("C8.3: a clock that is set back does not stop the panel", async () => {
  const rig = setUp();
  let told = 0;
  rig.tap.subscribe(() => {
    told += 1;
  });
  const { request, reader } = await open(rig);
  await rig.host.frame();
  rig.host.setClock(-3_600_000);
  const before = told;
  await request.sendText("data: x\n\n");
  await reader.read();
  await rig.host.advance(100);
  await rig.host.frame();
  expect(told).toBeGreaterThan(before);
});
