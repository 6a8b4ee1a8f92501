import { once } from "node:events";
import { createServer, type RequestListener, request } from "node:http";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, serveStream } from "@tidings/hub/node";
import { expect, it, onTestFinished } from "vitest";
import { buildsStream } from "../testing/ci-board.ts";
import { tidings } from "../testing/run-here.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** A stream as it should be; the header that names the origin stands for CORS. */
async function good(heartbeatMs = 50): Promise<string> {
  const hub = createHub({ log: createMemoryLog(), heartbeatMs });
  onTestFinished(() => hub.close());
  await hub.publish(buildsStream.topic("all"), { event: "build_finished", data: { build: 1, result: "passed" } });
  return listen(
    createStreamServer((incoming, response) => {
      response.setHeader("Access-Control-Allow-Origin", "https://app.example.com");
      serveStream(hub, incoming, response, { stream: buildsStream, topics: [buildsStream.topic("all")] });
    }),
  );
}

const answering = (listener: RequestListener) => listen(createServer(listener));

/** A proxy in front of a stream, which does something to what passes. */
function proxy(to: string, how: { without?: string; hold?: "all" | "afterFirst" }): Promise<string> {
  return answering((incoming, response) => {
    const { [how.without ?? ""]: _, ...headers } = incoming.headers;
    const asking = request(to, { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      let passed = 0;
      answer.on("data", (chunk) => {
        if (how.hold === "all" || (how.hold === "afterFirst" && passed > 0)) return;
        passed += 1;
        response.write(chunk);
      });
      answer.on("error", () => response.destroy());
    });
    asking.on("error", () => response.destroy()).end();
    response.on("close", () => asking.destroy());
  });
}

async function findings(url: string, more: { origin?: string; waitMs?: number; heartbeatWaitMs?: number } = {}) {
  const { origin, waitMs = 10_000, heartbeatWaitMs = 10_000 } = more;
  const options = { url: new URL(url), token: undefined, origin, waitMs, heartbeatWaitMs };
  const found: Finding[] = [];
  for await (const finding of examine(options)) found.push(finding);
  return found;
}

/** What is worse than a note. */
const bad = (found: readonly Finding[]) => found.filter(({ level }) => level === "warning" || level === "error");

it("finds nothing wrong with a stream as it should be, and says what it saw", async () => {
  const found = await findings(await good(), { origin: "https://app.example.com" });
  expect(bad(found)).toEqual([]);
  const said = found.map(({ text }) => text).join("\n");
  for (const text of ["may read it", "heartbeats arrive", "resumes without loss", "six connections"])
    expect(said).toContain(text);
});

it.each<[string, () => Promise<readonly Finding[]>, string, string]>([
  [
    "a proxy that holds every event back",
    async () => findings(await proxy(await good(), { hold: "all" }), { waitMs: 3_000 }),
    "no event within",
    "proxy_buffering off",
  ],
  [
    "a proxy that holds what is small back",
    async () => findings(await proxy(await good(), { hold: "afterFirst" })),
    "no heartbeat came",
    "proxy_buffering off",
  ],
  [
    "headers that do not come",
    async () => findings(await answering(() => {}), { waitMs: 100 }),
    "no headers within",
    "proxy_buffering off",
  ],
  [
    "a proxy that drops Last-Event-ID",
    async () => findings(await proxy(await good(), { without: "last-event-id" })),
    "Last-Event-ID did not arrive",
    "pass it on",
  ],
  [
    "no CORS for the page",
    async () => findings(await good(), { origin: "https://other.example.com" }),
    "may not read it",
    "Access-Control-Allow-Origin",
  ],
  ["nothing that listens", async () => findings("http://127.0.0.1:9"), "no answer", "curl"],
])("says what is wrong and what to change: %s", async (_, look, text, fix) => {
  expect(bad(await look())).toMatchObject([
    { level: "error", text: expect.stringContaining(text), fix: expect.stringContaining(fix) },
  ]);
});

it.each<[number, Record<string, string>, string]>([
  [302, { Location: "/login" }, "a redirect (302)"],
  [401, {}, "refused (401)"],
  [404, {}, "nothing there"],
  [503, { "Retry-After": "7" }, "refused for now (503)"],
  [502, {}, "did not reach the server"],
  [204, {}, "status 204"],
  [200, { "Content-Type": "text/html; charset=utf-8" }, "an HTML page"],
  [200, { "Content-Type": "application/json" }, "Content-Type application/json"],
])("an answer that is no stream is named: %i %o", async (status, headers, text) => {
  const url = await answering((_, response) => response.writeHead(status, headers).end());
  expect(await findings(url)).toMatchObject([{ level: "error", text: expect.stringContaining(text) }]);
});

it("a stream that caches may keep, compressors may change and that is none of Tidings' is told apart", async () => {
  const url = await answering((_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: hello\n\n");
  });
  const found = await findings(url);
  expect(bad(found)).toMatchObject([{ level: "warning", fix: expect.stringContaining("no-transform") }]);
  expect(found.at(-1)).toMatchObject({ level: "note", text: expect.stringContaining("no greeting of Tidings") });
});

const STREAM = { "Content-Type": "text/event-stream", "Cache-Control": "no-cache, no-transform" };
/** A greeting as a server of Tidings sends it, with other fields as a test wants them. */
const greetingOf = (more: object = {}) =>
  `event: connected\ndata: ${JSON.stringify({
    connectionId: "c-1",
    heartbeatMs: 50,
    resume: "none",
    position: "abcdef:1",
    ...more,
  })}\n\n`;

/** A stream that greets its first reader and the one that resumes, and goes on as it is told. */
const greeting = (first: object, resumed: object = { resume: "complete" }, beats = true) =>
  answering((incoming, response) => {
    const isResumed = incoming.headers["last-event-id"] !== undefined;
    response.writeHead(200, STREAM).write(greetingOf(isResumed ? resumed : first));
    const timer = beats ? setInterval(() => response.write(": ping\n\n"), 20) : undefined;
    response.on("close", () => clearInterval(timer));
  });

it.each<[string, () => Promise<string>, Finding["level"], string]>([
  ["a compressed stream", () => headed({ "Content-Encoding": "identity" }), "warning", "compressed (identity)"],
  ["a stream with a length", () => headed({ "Content-Length": "9" }, "data: a\n\n"), "error", "a Content-Length"],
  ["a stream that proxies may compress", () => headed({ "Cache-Control": "no-store" }), "warning", "may compress it"],
  ["a stream that ends at once", () => headed({}, ""), "error", "it ended without an event"],
  ["a heartbeat that proxies do not wait for", () => greeting({ heartbeatMs: 60_000 }), "warning", "rarer than usual"],
  ["a position that is lost at once", () => greeting({}, { resume: "gap" }), "warning", "declared a gap"],
  ["a greeting that knows of no position", () => greeting({}, { resume: "none" }), "error", "did not arrive"],
  ["a stream that is cut before it beats", () => cut(), "error", "cut before the first heartbeat"],
  ["a second stream that is refused", () => once200(), "error", "no greeting on resuming (status 503)"],
])("says what is wrong: %s", async (_what, open, level, text) => {
  const found = bad(await findings(await open(), { waitMs: 2000 }));
  expect(found).toContainEqual(expect.objectContaining({ level, text: expect.stringContaining(text) }));
  expect(found.every(({ fix }) => fix !== undefined && fix.length > 10)).toBe(true);
});

/** A stream with these headers beside the usual ones. */
const headed = (headers: Record<string, string>, body = greetingOf()) =>
  answering((_, response) => void response.writeHead(200, { ...STREAM, ...headers }).end(body));

const cut = () =>
  answering((_, response) => {
    response.writeHead(200, STREAM).write(greetingOf());
    setImmediate(() => response.destroy());
  });

const once200 = () => {
  let opened = 0;
  return answering((_, response) => {
    opened += 1;
    if (opened > 1) return void response.writeHead(503).end();
    response.writeHead(200, STREAM).write(greetingOf());
    const timer = setInterval(() => response.write(": ping\n\n"), 20);
    response.on("close", () => clearInterval(timer));
  });
};

it("a heartbeat that is due after the time to wait is a note, and pages of any origin a warning", async () => {
  const quiet = await greeting({ heartbeatMs: 5000 }, { resume: "complete" }, false);
  const found = await findings(quiet, { heartbeatWaitMs: 50 });
  expect(bad(found)).toEqual([]);
  expect(found).toContainEqual({
    level: "note",
    text: expect.stringContaining("not waited for; give a longer --wait"),
  });
  const open = await headed({ "Access-Control-Allow-Origin": "*" });
  const everybody = await findings(open, { origin: "https://app.example.com", waitMs: 3_000 });
  expect(everybody).toContainEqual(
    expect.objectContaining({
      level: "warning",
      text: expect.stringContaining("of any origin"),
      fix: expect.any(String),
    }),
  );
});

it("the exit code says the worst: 0, 1 for a warning, 2 for an error", async () => {
  expect(await tidings(["doctor", await good()])).toMatchObject({
    code: 0,
    out: expect.stringContaining("resumes without loss"),
  });
  const cached = await answering((_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: hello\n\n");
  });
  expect(await tidings(["doctor", cached])).toMatchObject({ code: 1 });
  const { code, out } = await tidings([
    "doctor",
    "--json",
    await answering((_, response) => response.writeHead(404).end()),
  ]);
  expect([code, JSON.parse(out)]).toEqual([2, expect.objectContaining({ level: "error" })]);
  expect(await tidings(["doctor", "localhost"])).toMatchObject({ code: 1, err: expect.stringContaining("an address") });
});
