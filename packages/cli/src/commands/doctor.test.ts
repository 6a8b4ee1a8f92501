import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it, onTestFinished, vi } from "vitest";
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
