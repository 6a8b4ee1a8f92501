import { expect, it } from "vitest";
import { listenTo } from "../testing/listen-to.ts";
import { folder, publish, serve } from "../testing/tidings.ts";

const finished = { stream: "builds", event: "build_finished", data: { build: 42, result: "passed" } };

it("serves a stranger's contract: what is published is heard, and resumed after kill -9", async () => {
  const data = folder();
  const first = await serve(["--data", data]);
  const stream = await listenTo(`${first.url}/builds`);
  expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
  expect(await stream.next()).toMatchObject({ type: "connected" });
  expect(await publish(first.url, finished)).toMatchObject({ status: 200, answer: { success: true } });
  const heard = await stream.next();
  expect(heard).toMatchObject({ type: "build_finished", data: '{"build":42,"result":"passed"}' });
  await first.kill("SIGKILL");

  const second = await serve(["--data", data], {}, first.port);
  await publish(second.url, { ...finished, data: { build: 43, result: "failed" } });
  const resumed = await listenTo(`${second.url}/builds`, { "Last-Event-ID": heard?.lastEventId ?? "" });
  expect(JSON.parse((await resumed.next())?.data ?? "")).toMatchObject({ resume: "complete" });
  expect(await resumed.next()).toMatchObject({ data: '{"build":43,"result":"failed"}' });
});

it("D7.1, D7.2: a request that repeats its key gets the same answer and publishes once, after a restart too", async () => {
  const data = folder();
  const first = await serve(["--data", data]);
  const answer = await publish(first.url, finished, { "Idempotency-Key": '"build-42"' });
  expect(answer.status).toBe(200);
  expect(await publish(first.url, { ...finished, idempotencyKey: "build-42" })).toEqual(answer);
  await first.kill("SIGKILL");
  const second = await serve(["--data", data], {}, first.port);
  const stream = await listenTo(`${second.url}/builds`);
  await stream.next();
  const together = await Promise.all(
    [1, 2].map(() => publish(second.url, { ...finished, idempotencyKey: "build-42" })),
  );
  expect(together).toEqual([answer, answer]);
  const other = await publish(second.url, {
    ...finished,
    data: { build: 43, result: "passed" },
    idempotencyKey: "build-42",
  });
  expect(other).toMatchObject({ status: 422, answer: { errors: [expect.stringContaining("another body")] } });
  await publish(second.url, { ...finished, data: { build: 44, result: "passed" } });
  expect(await stream.next()).toMatchObject({ data: '{"build":44,"result":"passed"}' });
});

it.each(["SIGTERM", "SIGINT"] as const)(
  "D12: %s ends the streams so that their readers come back, and the process with code 0",
  async (signal) => {
    const served = await serve(["--memory", "--drain-ms", "0"]);
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
    const streams = await Promise.all([1, 2].map(() => listenTo(`${served.url}/builds`)));
    for (const stream of streams) await stream.next();
    expect(await served.kill(signal)).toEqual({ code: 0, signal: null });
    for (const stream of streams) {
      expect(await stream.next()).toMatchObject({ type: "ending", data: expect.stringContaining("drained") });
      expect(await stream.next()).toBeUndefined();
    }
    expect(served.printed()).toContain("tidings: stopping\n");
  },
);

it.each([
  ["SIGTERM", "SIGINT"],
  ["SIGINT", "SIGTERM"],
] as const)("while %s still drains the streams, %s ends the process at once, with code 1", async (first, second) => {
  const served = await serve(["--memory", "--drain-ms", "600000"]);
  const streams = await Promise.all([1, 2].map(() => listenTo(`${served.url}/builds`)));
  for (const stream of streams) await stream.next();
  const gone = served.kill(first);
  await expect.poll(() => served.printed()).toContain("stopping");
  expect((await served.kill(second)).code).toBe(1);
  expect((await gone).code).toBe(1);
});
