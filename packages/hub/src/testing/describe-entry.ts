import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { ordersStream } from "@tidings/contracts/orders";
import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import type { ServeOptions } from "../serve-options.ts";

/** A running server that answers every request with a stream. */
export interface EntryServer {
  readonly url: string;
  close(): Promise<void>;
}

const topic = ordersStream.topic("ada");
const update = (revision: number) =>
  ({
    event: "order_status_update",
    data: { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision },
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

/** The suite that every HTTP entry of the hub passes. `start` serves streams with the entry under test. */
export function describeEntry(name: string, start: (hub: Hub, options: ServeOptions) => Promise<EntryServer>): void {
  describe(`entry: ${name}`, () => {
    let hub: Hub;
    let server: EntryServer;
    /** Resolves when the hub has seen the next connection close. */
    let closed: Promise<void>;

    beforeEach(async () => {
      let onClosed = () => {};
      closed = new Promise((resolve) => {
        onClosed = resolve;
      });
      hub = createHub({ log: createMemoryLog(), onReport: ({ type }) => type === "closed" && onClosed() });
      server = await start(hub, { stream: ordersStream, topics: [topic], greeting: { message: "SSE connected" } });
    });

    afterEach(async () => {
      await hub.close();
      await server.close();
    });

    it("W11: answers with the stream's headers", async () => {
      const response = await fetch(server.url);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "text/event-stream",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      });
      await response.body?.cancel();
      await closed;
    });

    it("greets, then passes events on, and forgets the reader when it goes", async () => {
      const abort = new AbortController();
      const response = await fetch(server.url, { signal: abort.signal });
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
      const byQuery = await fetch(`${server.url}?lastEventId=${encodeURIComponent(first)}`);
      expect(await revisions(byQuery, 2)).toEqual([3]);
      const both = await fetch(`${server.url}?lastEventId=${first}`, { headers: { "Last-Event-ID": second } });
      await hub.publish(topic, update(4));
      expect(await revisions(both, 2)).toEqual([4]);
    });

    it("D4: an id beyond ASCII is read as it was sent, and is a gap", async () => {
      const id = String.fromCharCode(...new TextEncoder().encode("ключ"));
      const response = await fetch(server.url, { headers: { "Last-Event-ID": id } });
      const [greeting] = await read(response, 1);
      expect(JSON.parse(greeting?.data ?? "{}")).toMatchObject({ resume: "gap" });
    });

    it("D9: a reader that takes nothing is cut at its bound, while another gets everything", async () => {
      await hub.close();
      await server.close();
      hub = createHub({ log: createMemoryLog({ retention: { count: 10 } }), maxQueueBytes: 10_000 });
      server = await start(hub, { stream: ordersStream, topics: [topic], greeting: { message: "SSE connected" } });
      const stalled = await fetch(server.url);
      const quick = await fetch(server.url);
      const total = 60_000;
      const reading = read(quick, total + 1);
      for (let revision = 1; revision <= total; revision += 1) {
        await hub.publish(topic, update(revision));
        if (revision % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect((await reading).length).toBe(total + 1);
      expect(hub.count()).toBe(1);
      await stalled.body?.cancel().catch(() => {});
    });

    it("D12: a drained stream arrives whole and ends cleanly", async () => {
      const response = await fetch(server.url);
      await read(response, 1);
      void hub.publish(topic, update(2));
      await Promise.resolve();
      await hub.drain({ withinMs: 1 });
      const rest = await read(response, Number.POSITIVE_INFINITY);
      expect(rest.map(({ type }) => type)).toEqual(["order_status_update", "ending"]);
    });

    describe("what a reader may ask for", () => {
      async function restart(wishes: Partial<ServeOptions>) {
        await hub.close();
        await server.close();
        hub = createHub({ log: createMemoryLog() });
        const greeting = { message: "SSE connected" };
        server = await start(hub, { stream: ordersStream, topics: [topic], greeting, ...wishes });
      }

      it("D15: batches", async () => {
        await restart({ batch: true });
        const response = await fetch(server.url);
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
      ])("S16: compression, where Accept-Encoding is %s: %s", async (accept, expected) => {
        await restart({ compression: "gzip" });
        const response = await fetch(server.url, { headers: { "Accept-Encoding": accept } });
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

      it("S16: each compressed event can be read when it comes, and a drained stream ends as gzip ends", async () => {
        await restart({ compression: "gzip" });
        const [response] = (await once(get(server.url, { headers: { "Accept-Encoding": "gzip" } }), "response")) as [
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
        expect(events.map(({ type }) => type)).toEqual([
          "connected",
          "order_status_update",
          "order_status_update",
          "ending",
        ]);
      });

      it("S16: not compressed, and no word of it, where the server does not want it", async () => {
        const response = await fetch(server.url, { headers: { "Accept-Encoding": "gzip" } });
        expect(response.headers.get("content-encoding")).toBeNull();
        expect(response.headers.get("vary")).toBeNull();
        await response.body?.cancel();
      });
    });
  });
}
