import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect as connectSocket } from "node:net";
import { ordersStream } from "@tidings/contracts/orders";
import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { serveStream } from "./serve-stream.ts";

const user = "5d3a9c1b-7e42-4f0d-8c36-2b9e8d7c6b02";
const topic = ordersStream.topic(user);
const update = (revision: number) =>
  ({
    event: "order_status_update",
    data: { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision },
  }) as const;

let hub: Hub;
let server: Server;
let url: string;
/** Resolves when the hub has seen the next connection close. */
let closed: Promise<void>;

beforeEach(async () => {
  let onClosed = () => {};
  closed = new Promise((resolve) => {
    onClosed = resolve;
  });
  hub = createHub({ log: createMemoryLog(), onReport: ({ type }) => type === "closed" && onClosed() });
  server = createServer((request, response) => {
    response.setHeader("X-Kept", "yes");
    serveStream(hub, request, response, {
      stream: ordersStream,
      topics: [topic],
      greeting: { message: "SSE connected" },
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  await hub.close();
  server.closeAllConnections();
  server.close();
});

/** Reads events until there are `count`. */
async function read(response: Response, count: number): Promise<DecodedEvent[]> {
  const events: DecodedEvent[] = [];
  const decoder = createDecoder({ onEvent: (event) => events.push(event) });
  const reader = response.body?.getReader();
  while (events.length < count) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    decoder.decode(value);
  }
  reader?.releaseLock();
  return events;
}

it("W11: answers with the stream's headers, and keeps those set before", async () => {
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream",
    "cache-control": "no-cache, no-transform",
    connection: "keep-alive",
    "x-accel-buffering": "no",
    "x-kept": "yes",
  });
  abort.abort();
  await closed;
});

it("greets, then passes events on, and forgets the reader when it goes", async () => {
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  await read(response, 1);
  const position = await hub.publish(topic, update(2));
  const [event] = await read(response, 1);
  expect(event).toMatchObject({ type: "order_status_update", lastEventId: position });
  expect(hub.count()).toBe(1);
  abort.abort();
  await closed;
  expect(hub.stats()).toMatchObject({ connections: 0, topics: 0 });
});

it("D4: resumes by header, else by query; the header wins", async () => {
  const first = (await hub.publish(topic, update(2))) ?? "";
  const second = (await hub.publish(topic, update(3))) ?? "";
  const revisions = async (response: Response, count: number) =>
    (await read(response, count)).slice(1).map(({ data }) => JSON.parse(data).revision);
  const byQuery = await fetch(`${url}?lastEventId=${encodeURIComponent(first)}`);
  expect(await revisions(byQuery, 2)).toEqual([3]);
  const both = await fetch(`${url}?lastEventId=${first}`, { headers: { "Last-Event-ID": second } });
  await hub.publish(topic, update(4));
  expect(await revisions(both, 2)).toEqual([4]);
});

it("a socket that is reset is forgotten", async () => {
  const socket = connectSocket(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(socket, "data");
  socket.resetAndDestroy();
  await closed;
  expect(hub.count()).toBe(0);
});

it("HTTP/1.0 readers are served without chunks", async () => {
  const socket = connectSocket(Number(new URL(url).port), "127.0.0.1");
  socket.setEncoding("utf8");
  socket.write("GET / HTTP/1.0\r\n\r\n");
  let text = "";
  while (!text.includes("\n\n")) text += (await once(socket, "data"))[0];
  expect(text).not.toMatch(/transfer-encoding/i);
  expect(text).toContain("\r\n\r\nevent: connected\nid: ");
  socket.destroy();
  await closed;
});
