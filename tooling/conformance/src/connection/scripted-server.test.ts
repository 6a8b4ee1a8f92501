import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import type { Answer } from "./connection-case.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const answer = (fields: Partial<Answer>): Answer => ({
  status: 200,
  headers: {},
  delayMs: 0,
  body: [],
  ending: "end",
  gzip: false,
  rawHttp10: false,
  ...fields,
});

async function start(...answers: Answer[]): Promise<ScriptedServer> {
  server = await startScriptedServer({ "/": answers });
  return server;
}

it("gives the n-th request of a path the n-th answer, and 204 to further ones", async () => {
  const { url, requests } = await start(
    answer({ body: ["a", { hex: "62" }, ""] }),
    answer({ status: 301, headers: { location: "{base}/b" } }),
  );
  expect(await (await fetch(url)).text()).toBe("ab");
  const moved = await fetch(url, { redirect: "manual" });
  expect([moved.status, moved.headers.get("location")]).toEqual([301, `${url}/b`]);
  expect((await fetch(url)).status).toBe(204);
  expect((await fetch(`${url}/other`)).status).toBe(204);
  expect(requests.map(({ path, method, abortedByClient }) => [path, method, abortedByClient])).toEqual([
    ["/", "GET", false],
    ["/", "GET", false],
    ["/", "GET", false],
    ["/other", "GET", false],
  ]);
  expect(requests.map(({ gapMs }) => gapMs === null)).toEqual([true, false, false, false]);
});

it("reads Last-Event-ID as the UTF-8 that its bytes are", async () => {
  const { url, requests } = await start();
  await fetch(url);
  await fetch(url, { headers: { "last-event-id": Buffer.from("größe 🎉").toString("latin1") } });
  expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, "größe 🎉"]);
});

it("closes the socket before any answer, or resets it after what was written", async () => {
  const { url } = await start(
    answer({ status: undefined, ending: "destroy" }),
    answer({ body: ["a"], ending: "destroy" }),
  );
  await expect(fetch(url)).rejects.toThrow();
  const reader = (await fetch(url)).body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("a");
  await expect(reader?.read()).rejects.toThrow();
});

it("answers as HTTP/1.0 does: no chunks, no length, the end is the connection's", async () => {
  const { url } = await start(answer({ headers: { x: "y" }, body: ["a"], rawHttp10: true }));
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(await text(socket)).toBe("HTTP/1.0 200 OK\r\nx: y\r\n\r\na");
});

it("compresses and flushes each item", async () => {
  const { url } = await start(answer({ body: ["a", { waitMs: 60_000 }], gzip: true }));
  const response = await fetch(url);
  expect(response.headers.get("content-encoding")).toBe("gzip");
  const first = await response.body?.getReader().read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe("a");
});

it("sees a client that lets go, and not one that is cut at the end", async () => {
  const { url, requests, close } = await start(answer({ ending: "hang" }), answer({ ending: "hang" }));
  const abort = new AbortController();
  await fetch(url, { signal: abort.signal });
  abort.abort();
  await expect.poll(() => requests[0]?.abortedByClient).toBe(true);
  await fetch(url);
  expect(typeof requests[1]?.gapMs).toBe("number");
  await close();
  server = undefined;
  expect(requests[1]?.abortedByClient).toBe(false);
});
