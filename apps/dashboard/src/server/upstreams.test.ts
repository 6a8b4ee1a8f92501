import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import * as z from "zod";
import { upstreamState } from "../contract.ts";
import { createUpstreams } from "./upstreams.ts";

const upstreamEvent = z.object({ state: upstreamState });

/** An API server of which only the stream is there: each answer is what a test writes. */
async function startApi() {
  const streams: ServerResponse[] = [];
  const lastIds: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    const id = request.headers["last-event-id"];
    lastIds.push(typeof id === "string" ? id : undefined);
    streams.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    streams,
    lastIds,
    greet(resume: string, position: string) {
      const data = { type: "connected", connectionId: "c-1", heartbeatMs: 30_000, position, resume };
      streams.at(-1)?.write(`id: ${position}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function watch(apiUrl: string, lingerMs: number) {
  const told: string[] = [];
  const upstreams = createUpstreams({
    apiUrl,
    lingerMs,
    tokenOf: () => "token",
    onReport: () => {},
    hub: {
      async publish(_topic, { event, data }) {
        const state = upstreamEvent.safeParse(data).data?.state ?? "";
        told.push(`${event} ${state}`.trim());
        return null;
      },
    },
  });
  return { upstreams, told, [Symbol.dispose]: () => upstreams.close() };
}

it("001 events lost between the two servers for good: browsers are told to load again", async () => {
  await using api = await startApi();
  using desk = watch(api.url, 1000);
  desk.upstreams.acquire("admin", undefined);
  await expect.poll(() => api.streams.length).toBe(1);
  api.greet("gap", "e:9");
  await expect.poll(() => desk.told).toEqual(["upstream live", "reload"]);
});

it("001 a connection that nobody listened to any more resumes where it was let go of", async () => {
  await using api = await startApi();
  using desk = watch(api.url, 0);
  const release = desk.upstreams.acquire("admin", "PENDING");
  await expect.poll(() => api.streams.length).toBe(1);
  api.greet("none", "e:4");
  await expect.poll(() => desk.told).toEqual(["upstream live"]);
  const left = new Promise((resolve) => api.streams[0]?.once("close", resolve));
  release();
  await left;
  desk.upstreams.acquire("admin", "PENDING");
  await expect.poll(() => api.lastIds).toEqual([undefined, "e:4"]);
});

it("S12.4: what was forgotten is passed on to nobody: the connection ends, and the next one begins anew elsewhere", async () => {
  await using api = await startApi();
  using desk = watch(api.url, 60_000);
  const before = desk.upstreams.topicOf("admin", undefined);
  desk.upstreams.acquire("admin", undefined);
  desk.upstreams.acquire("other", undefined);
  await expect.poll(() => api.streams.length).toBe(2);
  const [ofAdmin, ofOther] = api.streams;
  const left = new Promise((resolve) => ofAdmin?.once("close", resolve));
  api.greet("none", "e:4");
  desk.upstreams.forget("admin");
  await left;
  expect(ofOther?.closed).toBe(false);
  expect(desk.upstreams.topicOf("admin", undefined).name).not.toBe(before.name);
  desk.upstreams.acquire("admin", undefined);
  await expect.poll(() => api.lastIds).toEqual([undefined, undefined, undefined]);
});
