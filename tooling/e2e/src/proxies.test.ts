import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { startBuilds } from "./testing/builds-server.ts";
import { type Edit, type GuideProxy, type GuideProxyName, startGuideProxy } from "./testing/guide-proxy.ts";
import { openHttp2 } from "./testing/http2-streams.ts";

// The files of deploy/proxies, run as they stand but for ports and certificates.

const TIDINGS = fileURLToPath(new URL("../../../packages/cli/src/main.ts", import.meta.url));
/** Milliseconds between heartbeats where none may come and push out what a buffer holds. */
const NEVER = 600_000;

/** A server, a proxy of the guide in front of it, and one connection to that, as a browser has it. */
async function behind(name: GuideProxyName, heartbeatMs: number, edits: readonly Edit[] = []) {
  const server = await startBuilds(heartbeatMs);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const proxy = await startGuideProxy(name, server.port, edits);
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const browser = openHttp2(proxy.url, proxy.certificate);
  onTestFinished(() => browser[Symbol.dispose]());
  return { server, proxy, browser };
}

/** What the doctor says of the stream behind a proxy, and the code that it ends with. */
function doctor({ url, certificateFile }: GuideProxy): Promise<{ readonly code: number; readonly out: string }> {
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificateFile };
  const words = [TIDINGS, "doctor", `${url}/builds`, "--timeout", "3", "--wait", "15"];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env }, (error, out) => resolve({ code: Number(error?.code ?? 0), out }));
  });
}

describe.each(["nginx", "haproxy", "caddy"] as const)("%s with the guide's configuration", (name) => {
  it("passes each event of thirty streams over one HTTP/2 connection on at once", async () => {
    const { server, browser } = await behind(name, NEVER);
    const streams = Array.from({ length: 30 }, () => browser.open("/builds"));
    for (const [count, state] of [undefined, "queued", "running", "passed"].entries()) {
      if (state !== undefined) await server.publish(state);
      await expect.poll(() => streams.map(({ events }) => events.length)).toEqual(streams.map(() => count + 1));
      if (state !== undefined) expect(streams[29]?.events.at(-1)?.data).toContain(state);
    }
  });

  it("tells the server at once of a reader that leaves", async () => {
    const { server, browser } = await behind(name, NEVER);
    const [leaves, stays] = [browser.open("/builds"), browser.open("/builds")];
    await expect.poll(() => [leaves.events.length, stays.events.length]).toEqual([1, 1]);
    leaves.close();
    await expect.poll(() => server.hub.countAll()).toBe(1);
    expect(stays.over).toBe(false);
  });

  it("S9: names the reader's address, and nothing that the reader claims", async () => {
    const { server, browser } = await behind(name, NEVER);
    const stream = browser.open("/builds", { "x-forwarded-for": "203.0.113.7" });
    await expect.poll(() => stream.events.length).toBe(1);
    expect(server.forwarded).toEqual(["127.0.0.1"]);
  });

  it("compresses no stream, whatever it does with pages", async () => {
    const { server, browser } = await behind(name, NEVER);
    const encodings = { "accept-encoding": "gzip" };
    const page = await browser.get("/page", encodings);
    expect(page["content-encoding"]).toBe(name === "haproxy" ? undefined : "gzip");
    const stream = browser.open("/builds", encodings);
    await expect.poll(() => stream.events.length).toBe(1);
    await server.publish("queued");
    await expect.poll(() => stream.events.map(({ type }) => type)).toEqual(["connected", "build_moved"]);
    expect(stream.headers["content-encoding"]).toBeUndefined();
  });

  it("D12: passes on that a server drains, and why a stream ends", async () => {
    const { server, browser } = await behind(name, NEVER);
    const stream = browser.open("/builds");
    await expect.poll(() => stream.events.length).toBe(1);
    await server.hub.drain({ withinMs: 0 });
    await expect.poll(() => stream.over).toBe(true);
    expect(stream.events.at(-1)).toMatchObject({ type: "ending", data: expect.stringContaining("drained") });
    const refused = browser.open("/builds");
    await expect.poll(() => refused.headers[":status"]).toBe(503);
  });

  it("gives the doctor nothing to say", async () => {
    const { proxy } = await behind(name, 500);
    const { code, out } = await doctor(proxy);
    for (const good of ["HTTP/2", "the first event came", "heartbeats arrive", "it resumes without loss"]) {
      expect(out).toContain(good);
    }
    expect(code).toBe(0);
  });
});

describe.each([
  ["nginx", "proxy_read_timeout 75s", "proxy_read_timeout 4s"],
  ["haproxy", "timeout server 75s", "timeout server 4s"],
] as const)("the time-out of %s", (name, patient, impatient) => {
  it("is begun anew by each heartbeat", async () => {
    const { browser } = await behind(name, 500, [[patient, impatient]]);
    const stream = browser.open("/builds");
    await expect.poll(() => stream.heartbeats).toBeGreaterThan(10);
    expect(stream.over).toBe(false);
  });

  it("cuts a stream whose heartbeats are rarer, and the doctor says so", async () => {
    const { proxy } = await behind(name, NEVER, [[patient, impatient]]);
    const { code, out } = await doctor(proxy);
    expect(out).toContain("it was cut before the first heartbeat");
    expect(out).toMatch(/proxy_read_timeout.*timeout server/);
    expect(code).toBe(2);
  });
});

it.each<[string, GuideProxyName, readonly Edit[], string]>([
  [
    "nginx with its defaults, told to buffer whatever the server says",
    "nginx",
    [
      ["proxy_buffering off;", "proxy_ignore_headers X-Accel-Buffering;"],
      ["proxy_http_version 1.1;", ""],
    ],
    "something holds",
  ],
  ["nginx that compresses streams", "nginx", [["gzip_types", "gzip_types text/event-stream"]], "compressed (gzip)"],
  ["haproxy without HTTP/2", "haproxy", [["alpn h2,http/1.1", "alpn http/1.1"]], "browsers open six connections"],
  [
    "haproxy whose server does not run",
    "haproxy",
    [[/server one 127.0.0.1:[0-9]+/, "server one 127.0.0.1:9"]],
    "(503)",
  ],
  [
    "Caddy whose server does not run",
    "caddy",
    [[/reverse_proxy 127.0.0.1:[0-9]+/, "reverse_proxy 127.0.0.1:9"]],
    "(50",
  ],
])("the doctor tells of %s", async (_, name, edits, words) => {
  const server = await startBuilds(500);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const proxy = await startGuideProxy(name, server.port, edits);
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const { code, out } = await doctor(proxy);
  expect(out).toContain(words);
  expect(code).toBeGreaterThan(0);
});
