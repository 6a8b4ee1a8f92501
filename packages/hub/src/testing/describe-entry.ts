import { once } from "node:events";
import { Agent, get, type IncomingMessage, type RequestOptions, request } from "node:http";
import { connect } from "node:net";
import { createGunzip } from "node:zlib";

import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { describe, expect, it, onTestFinished } from "vitest";
import { createHub, type Hub, type HubOptions } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import type { ServeOptions } from "../serve/serve-options.ts";
import { revisionsStream } from "./revisions-stream.ts";

/** A running server that answers every request with a stream. */
export interface EntryServer {
  readonly url: string;
  close(): Promise<void>;
}

const topic = revisionsStream.topic("ada");
const update = (revision: number) =>
  ({
    event: "revised",
    data: { document: "DOC-A7X3B2", state: "being revised by its author", revision },
  }) as const;

/** Reads events from a response until there are `count`, or it ends. */
async function read(response: Response, count: number): Promise<DecodedEvent[]> {
  const events: DecodedEvent[] = [];
  const decoder = createDecoder({ onEvent: (event) => events.push(event) });
  const reader = response.body?.getReader();
  while (events.length < count) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) break;
    decoder.decode(chunk.value);
  }
  reader?.releaseLock();
  return events;
}

/** An agent that asks on one connection, one request after the other. */
function oneSocket(): Agent & Disposable {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return Object.assign(agent, { [Symbol.dispose]: () => agent.destroy() });
}

async function exchange(url: string, options: RequestOptions): Promise<IncomingMessage> {
  const asked = request(url, options).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return response;
}

/** What a test asks of its hub, and of its route. */
type Wishes = Partial<ServeOptions> & Partial<Pick<HubOptions, "log" | "maxQueueBytes">>;

/** The suite that every HTTP entry of the hub passes. `start` serves streams with the entry under test. */
export function describeEntry(name: string, start: (hub: Hub, options: ServeOptions) => Promise<EntryServer>): void {
  describe(`entry: ${name}`, () => {
    /** What a test has to itself: one that timed out goes on with its own, and not with its neighbours'. */
    async function open({ log = createMemoryLog(), maxQueueBytes, ...wishes }: Wishes = {}) {
      // Resolves when the hub has seen a connection close.
      const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
      const hub = createHub({ log, maxQueueBytes, onReport: ({ type }) => type === "closed" && onClosed() });
      const greeting = { message: "hello" } as const;
      const server = await start(hub, { stream: revisionsStream, topics: [topic], greeting, ...wishes });
      onTestFinished(async () => {
        await hub.close();
        await server.close();
      });
      return { hub, url: server.url, closed };
    }

    it("W11.1: answers with the stream's headers", async () => {
      const { url, closed } = await open();
      const response = await fetch(url);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "text/event-stream",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
        "x-content-type-options": "nosniff",
      });
      await response.body?.cancel();
      await closed;
    });

    it("W13.1: HEAD is answered with the headers of a GET and no connection, and the next request on its socket is", async () => {
      const { hub, url, closed } = await open({ compression: "gzip" });
      const socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("latin1");
      const ask = async (method: string, end: string) => {
        socket.write(`${method} / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n`);
        let answer = "";
        while (!answer.includes(end)) answer += (await once(socket, "data"))[0];
        const [head = "", body = ""] = answer.split("\r\n\r\n", 2);
        return { headers: head.split("\r\n").filter((line) => !/^(Date|Transfer-Encoding): /i.test(line)), body };
      };
      const head = await ask("HEAD", "\r\n\r\n");
      expect(head.headers[0]).toBe("HTTP/1.1 200 OK");
      expect(head.body).toBe("");
      expect(hub.countAll()).toBe(0);
      const stream = await ask("GET", "\r\n\r\n");
      expect(head.headers).toEqual(stream.headers);
      expect(hub.countAll()).toBe(1);
      socket.destroy();
      await closed;
    });

    it("W13.1: HEAD is refused as a GET would be", async () => {
      const { hub, url } = await open();
      await hub.drain({ withinMs: 0 });
      const answer = await fetch(url, { method: "HEAD" });
      expect(answer.status).toBe(503);
      expect(await answer.text()).toBe("");
    });

    it("D12.1: a hub that drains or is closed is 503, in words, on a connection that ends", async () => {
      const { hub, url } = await open();
      for (const end of [() => hub.drain({ withinMs: 0 }), () => hub.close()]) {
        await end();
        const response = await fetch(url);
        expect(response.status).toBe(503);
        expect(Object.fromEntries(response.headers)).toMatchObject({ "retry-after": "2", connection: "close" });
        expect(await response.json()).toEqual({ success: false, errors: [expect.stringContaining("try again")] });
      }
    });

    it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])(
      "W13.2: %s is 405 in words, says what is allowed and makes no connection",
      async (method) => {
        const { hub, url } = await open();
        const response = await fetch(url, { method });
        expect(response.status).toBe(405);
        expect(response.headers.get("allow")).toBe("GET, HEAD");
        expect(await response.json()).toEqual({ success: false, errors: [expect.stringContaining("GET")] });
        expect(hub.countAll()).toBe(0);
      },
    );

    it("W11.3: a connection whose stream has ended in words carries the next request, as its answer promised", async () => {
      const { hub, url } = await open();
      using agent = oneSocket();
      const ports = [];
      for (let round = 0; round < 3; round += 1) {
        const response = await exchange(url, { agent });
        expect(response.headers.connection).toBe("keep-alive");
        ports.push(response.socket.localPort);
        await once(response, "data");
        const ended = once(response, "close");
        hub.disconnectAll();
        response.resume();
        await ended;
      }
      expect(new Set(ports).size).toBe(1);
    });

    it("D4.1: a second ? in the address does not hide the position", async () => {
      const { hub, url } = await open();
      const first = (await hub.publish(topic, update(2))) ?? "";
      const response = await fetch(`${url}?back=/orders?page=2&lastEventId=${encodeURIComponent(first)}`);
      const [greeting] = await read(response, 1);
      expect(JSON.parse(greeting?.data ?? "{}")).toMatchObject({ resume: "complete" });
      await response.body?.cancel();
    });

    it("greets, then passes events on, and forgets the reader when it goes", async () => {
      const { hub, url, closed } = await open();
      const abort = new AbortController();
      const response = await fetch(url, { signal: abort.signal });
      await read(response, 1);
      const position = await hub.publish(topic, update(2));
      const [event] = await read(response, 1);
      expect(event).toMatchObject({ type: "revised", lastEventId: position });
      expect(hub.countAll()).toBe(1);
      abort.abort();
      await closed;
      expect(hub.stats()).toMatchObject({ connections: 0, topics: 0 });
    });

    it("D4.1: resumes by header, else by query; the header wins", async () => {
      const { hub, url } = await open();
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

    it("D4.1, D4.3: an id beyond ASCII is read as it was sent, and is a gap", async () => {
      const { url } = await open();
      const id = String.fromCharCode(...new TextEncoder().encode("ключ"));
      const response = await fetch(url, { headers: { "Last-Event-ID": id } });
      const [greeting] = await read(response, 1);
      expect(JSON.parse(greeting?.data ?? "{}")).toMatchObject({ resume: "gap" });
    });

    it("D9.1, D9.5: a reader that takes nothing is cut at its bound, while another gets everything", async () => {
      const { hub, url } = await open({ log: createMemoryLog({ retention: { count: 10 } }), maxQueueBytes: 10_000 });
      const stalled = await fetch(url);
      const quick = await fetch(url);
      const total = 60_000;
      const reading = read(quick, total + 1);
      for (let revision = 1; revision <= total; revision += 1) {
        await hub.publish(topic, update(revision));
        if (revision % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect((await reading).length).toBe(total + 1);
      expect(hub.countAll()).toBe(1);
      await stalled.body?.cancel().catch(() => {});
    });

    it("D12.3: a drained stream arrives whole and ends cleanly", async () => {
      const { hub, url } = await open();
      const response = await fetch(url);
      await read(response, 1);
      void hub.publish(topic, update(2));
      await Promise.resolve();
      await hub.drain({ withinMs: 1 });
      const rest = await read(response, Number.POSITIVE_INFINITY);
      expect(rest.map(({ type }) => type)).toEqual(["revised", "ending"]);
    });

    describe("what a reader may ask for", () => {
      it("D15: batches", async () => {
        const { hub, url } = await open({ batch: true });
        const response = await fetch(url);
        await read(response, 1);
        for (const revision of [2, 3]) void hub.publish(topic, update(revision));
        const [event] = await read(response, 1);
        expect(event).toMatchObject({ type: "batch", lastEventId: await hub.head() });
        expect(JSON.parse(event?.data ?? "").map(({ data }: { data: { revision: number } }) => data.revision)).toEqual([
          2, 3,
        ]);
        await response.body?.cancel();
      });

      it.each([
        ["gzip", "gzip"],
        ["identity", null],
        ["gzip;q=0", null],
      ])("S16.1: compression, where Accept-Encoding is %s: %s", async (accept, expected) => {
        const { hub, url } = await open({ compression: "gzip" });
        const response = await fetch(url, { headers: { "Accept-Encoding": accept } });
        expect(response.headers.get("content-encoding")).toBe(expected);
        expect(response.headers.get("vary")).toMatch(/accept-encoding/i);
        await read(response, 1);
        for (const revision of [2, 3]) {
          await hub.publish(topic, update(revision));
          const [event] = await read(response, 1);
          expect(JSON.parse(event?.data ?? "")).toMatchObject({ revision });
        }
        await response.body?.cancel();
      });

      it("S16.3: each compressed event can be read when it comes, and a drained stream ends as gzip ends", async () => {
        const { hub, url } = await open({ compression: "gzip" });
        const [response] = (await once(get(url, { headers: { "Accept-Encoding": "gzip" } }), "response")) as [
          IncomingMessage,
        ];
        // Unlike fetch it fails where the end is missing, and where the checksum is wrong.
        const gunzip = response.pipe(createGunzip());
        const events: DecodedEvent[] = [];
        const decoder = createDecoder({ onEvent: (event) => events.push(event) });
        gunzip.on("data", (chunk: Buffer) => decoder.decode(chunk));
        const until = async (count: number) => {
          while (events.length < count) await once(gunzip, "data");
        };
        for (const revision of [2, 3]) {
          await until(revision - 1);
          await hub.publish(topic, update(revision));
        }
        await until(3);
        const ended = once(gunzip, "end");
        await hub.drain({ withinMs: 1 });
        await ended;
        expect(events.map(({ type }) => type)).toEqual(["connected", "revised", "revised", "ending"]);
      });

      it("S16.1: not compressed, and no word of it, where the server does not want it", async () => {
        const { url } = await open();
        const response = await fetch(url, { headers: { "Accept-Encoding": "gzip" } });
        expect(response.headers.get("content-encoding")).toBeNull();
        expect(response.headers.get("vary")).toBeNull();
        await response.body?.cancel();
      });
    });
  });
}
