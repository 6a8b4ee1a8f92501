import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it, onTestFinished, vi } from "vitest";
import { tidings } from "../testing/run-here.ts";
import { doctorCommand } from "./doctor.ts";

/** A stream that greets and beats after this time, which is the tests' own. */
async function beating(heartbeatMs: number): Promise<string> {
  const greeting = { connectionId: "c-1", heartbeatMs, resume: "complete", position: "abcdef:1" };
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache, no-transform" });
    response.write(`event: connected\ndata: ${JSON.stringify(greeting)}\n\n`);
    const timer = setTimeout(() => response.write(": ping\n\n"), heartbeatMs);
    response.on("close", () => clearTimeout(timer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

it.each([
  [39_000, "heartbeats arrive, every 39 s"],
  [41_000, "heartbeats come every 41 s: not waited for; give a longer --wait"],
])("a heartbeat of %i ms, where --wait says nothing: 40 s are waited for it", async (heartbeatMs, said) => {
  const url = await beating(heartbeatMs);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const greeted = Promise.withResolvers<void>();
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    lines.push(String(line));
    if (String(line).includes("the first event came")) greeted.resolve();
    return true;
  });
  onTestFinished(() => {
    write.mockRestore();
    process.exitCode = undefined;
  });
  const done = doctorCommand().parseAsync([url], { from: "user" });
  await greeted.promise;
  // By the next turn it waits for the heartbeat.
  await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(40_000);
  await done;
  expect(lines.join("")).toContain(said);
  expect(lines.join("")).toContain("it resumes without loss");
});

/** Answers every request like this, and keeps what was asked. */
async function answering(status: number, headers: Record<string, string> = {}, body = "") {
  const asked: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(status, headers).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/` };
}

it("each finding is a line with its level, what to do is below it, and the worst decides the code", async () => {
  const { url } = await answering(404);
  const fix = "correct the path, or the proxy's route to it";
  expect(await tidings(["doctor", url])).toEqual({
    code: 2,
    out: `ERROR    nothing there (404)\n         ${fix}\n`,
    err: "",
  });
  const json = await tidings(["doctor", "--json", url]);
  expect([json.code, JSON.parse(json.out)]).toEqual([2, { level: "error", text: "nothing there (404)", fix }]);
});

it("a stream of somebody else's is fine but for what its headers say", async () => {
  const stream = { "Content-Type": "text/event-stream" };
  const { url } = await answering(200, stream, "data: hello\n\n");
  const { code, out } = await tidings(["doctor", url]);
  expect([code, out.split("\n").filter((line) => !line.startsWith("   "))]).toEqual([
    1,
    [
      "ok       200, text/event-stream",
      'warning  Cache-Control "" lets caches keep it',
      expect.stringMatching(/^note {5}HTTP\/1.1: /),
      expect.stringMatching(/^ok {7}the first event came; headers took \d+ ms$/),
      expect.stringMatching(/^note {5}the first event is no greeting of Tidings/),
      "",
    ],
  ]);
  const whole = await answering(200, { ...stream, "Cache-Control": "no-store, no-transform" }, "data: hello\n\n");
  expect((await tidings(["doctor", whole.url])).code).toBe(0);
});

it("a token comes by its option or its variable, and a page's origin by its option", async () => {
  const { asked, url } = await answering(404);
  await tidings(["doctor", url]);
  await tidings(["doctor", url, "--token", "t", "--origin", "https://a.example"]);
  await tidings(["doctor", url], { TIDINGS_TOKEN: "v" });
  expect(asked.map(({ accept, authorization, origin }) => [accept, authorization, origin])).toEqual([
    ["text/event-stream", undefined, undefined],
    ["text/event-stream", "Bearer t", "https://a.example"],
    ["text/event-stream", "Bearer v", undefined],
  ]);
});

it.each([
  ["--timeout", "0"],
  ["--timeout", "3601"],
  ["--wait", "0"],
  ["--wait", "3601"],
])("%s %s is refused", async (flag, seconds) => {
  const { code, err } = await tidings(["doctor", "http://127.0.0.1:9/", flag, seconds]);
  expect([code, err]).toEqual([1, expect.stringContaining("It must be a whole number from 1 to 3600.")]);
});

it("--timeout is how long headers are waited for, 5 s by default; the help says so, and what the codes mean", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  for (const [words, ms] of [
    [[], 5000],
    [["--timeout", "2"], 2000],
  ] as const) {
    const asked = once(server, "request");
    const done = tidings(["doctor", url, ...words]);
    await asked;
    await vi.advanceTimersByTimeAsync(ms);
    expect((await done).out).toContain(`no headers within ${ms} ms`);
  }
  const { out } = await tidings(["doctor", "--help"]);
  for (const said of ["(default: 5)", "(default: 40)", "0 where all is well, 1 with warnings, 2 with errors"]) {
    expect(out).toContain(said);
  }
});
