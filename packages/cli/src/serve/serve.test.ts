import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { listenTo } from "../testing/listen-to.ts";
import { CI_BOARD, folder, KEY, publish, serve, tidings } from "../testing/tidings.ts";

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

it("an event reaches the readers of its topics only, and one of several topics has a position each", async () => {
  const { url } = await serve(["--memory"]);
  const linux = await listenTo(`${url}/builds?topic=linux`);
  const everything = await listenTo(`${url}/builds`);
  await linux.next();
  await everything.next();
  await publish(url, { ...finished, topic: "windows" });
  const { answer } = await publish(url, {
    ...finished,
    topics: ["linux", "all", "linux"],
    data: { build: 1, result: "failed" },
  });
  expect(answer).toEqual({ success: true, data: { positions: [expect.any(String), expect.any(String)] } });
  for (const stream of [linux, everything])
    expect(await stream.next()).toMatchObject({ data: '{"build":1,"result":"failed"}' });
});

it("what the contract does not allow is refused in words that name the field, and reaches nobody", async () => {
  const { url } = await serve(["--memory"]);
  const stream = await listenTo(`${url}/builds`);
  await stream.next();
  const cases: [unknown, number, string][] = [
    ["{", 400, "not valid JSON"],
    [[], 400, "The body"],
    [{}, 400, "stream is required"],
    [{ ...finished, topik: "a" }, 400, "topik"],
    [{ ...finished, topic: "" }, 400, "topic"],
    [{ ...finished, topic: "*" }, 400, "topic"],
    [{ ...finished, topic: "a", topics: ["b"] }, 400, "not both"],
    [{ ...finished, topics: [] }, 400, "topics"],
    [{ ...finished, stream: "bilds" }, 404, "the contract has builds, secrets"],
    [{ ...finished, event: "build_finishd" }, 422, "build_finishd"],
    [{ ...finished, event: "connected" }, 422, "connected"],
    [{ ...finished, data: { build: "42", result: "passed" } }, 422, "build must be"],
    [{ stream: "builds", event: "build_finished" }, 400, "data is required"],
    [{ ...finished, data: { build: 1, result: "lost" } }, 422, "result"],
    [{ ...finished, idempotencyKey: "" }, 400, "idempotencyKey"],
    [`"${"x".repeat(1024 * 1024)}"`, 413, "1048576 bytes"],
  ];
  for (const [body, status, words] of cases) {
    const refused = await publish(url, body);
    expect(refused, words).toMatchObject({ status, answer: { success: false } });
    expect(JSON.stringify(refused.answer)).toContain(words);
  }
  await publish(url, finished);
  expect(await stream.next()).toMatchObject({ data: '{"build":42,"result":"passed"}' });
});

it("only a key publishes, any of several, and only with POST and JSON", async () => {
  const { url } = await serve(["--memory", "--publish-key", `${KEY}-2`, "--publish-key", `${KEY}-3,${KEY}-4`]);
  for (const key of [`${KEY}-2`, `${KEY}-3`, `${KEY}-4`]) {
    expect(await publish(url, finished, { Authorization: `Bearer ${key}` })).toMatchObject({ status: 200 });
  }
  for (const wrong of [KEY, "", "x"]) {
    expect(await publish(url, finished, { Authorization: `Bearer ${wrong}` })).toMatchObject({ status: 401 });
  }
  const json = await publish(url, finished, { Authorization: `Bearer ${KEY}-2`, "Content-Type": "text/plain" });
  expect(json).toMatchObject({ status: 415 });
  expect((await fetch(`${url}/publish`)).status).toBe(405);
});

const SECRET = "a secret of at least thirty-two bytes";
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(claims: object, { alg = "HS256", secret = SECRET } = {}): string {
  const signed = `${part({ alg })}.${part({ sub: "ada", exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  return `${signed}.${alg === "none" ? "" : createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

it("S1: a token opens the topics of its claim and no others; without one nothing opens that is not public", async () => {
  const { url } = await serve(["--memory", "--cookie", "session"], { TIDINGS_JWT_SECRET: SECRET });
  const open = async (path: string, claims?: object, made?: { alg?: string; secret?: string }) => {
    const headers = claims === undefined ? {} : { Authorization: `Bearer ${token(claims, made)}` };
    const { response } = await listenTo(`${url}${path}`, headers);
    return response.status;
  };
  const all = { topics: ["secrets/*"] };
  const cases: [string, object | undefined, number][] = [
    ["/secrets", undefined, 401],
    ["/secrets", {}, 403],
    ["/secrets", { topics: "secrets/a" }, 403],
    ["/secrets", { topics: [7] }, 403],
    ["/secrets", { topics: ["builds/a", "secrets/", "*"] }, 403],
    ["/secrets", { topics: ["secrets/a"] }, 200],
    ["/secrets?topic=a", { topics: ["secrets/a"] }, 200],
    ["/secrets?topic=b", { topics: ["secrets/a"] }, 403],
    ["/secrets?topic=a", { topics: ["secrets/a*"] }, 403],
    ["/secrets", all, 400],
    ["/secrets?topic=a", all, 200],
    ["/secrets?topic=*", all, 400],
    ["/secrets?topic=a&topic=b", all, 400],
    ["/secrets?topik=a", { topics: ["secrets/a"] }, 400],
    ["/secrets", { ...all, exp: 1 }, 401],
    ["/secrets", { ...all, exp: undefined }, 401],
    ["/secrets", { ...all, sub: undefined }, 401],
    ["/secrets", { ...all, sub: "" }, 401],
    ["/builds", { exp: 1 }, 401],
    ["/builds", {}, 200],
    ["/nothing", undefined, 404],
  ];
  for (const [path, claims, status] of cases)
    expect(await open(path, claims), JSON.stringify([path, claims])).toBe(status);
  expect(await open("/secrets?topic=a", all, { alg: "none" })).toBe(401);
  expect(await open("/secrets?topic=a", all, { secret: `${SECRET}!` })).toBe(401);
  const byCookie = await listenTo(`${url}/secrets?topic=a`, { Cookie: `a=b; session=${token(all)}` });
  expect(byCookie.response.status).toBe(200);
});

it("caps refuse a stream too many; pages of the origins may read, others may not", async () => {
  const words = ["--memory", "--max-connections", "1", "--origin", "http://localhost:*"];
  const { url } = await serve(words);
  const headers = { Origin: "http://localhost:5173" };
  const { response } = await listenTo(`${url}/builds`, headers);
  expect(response.headers.get("access-control-allow-origin")).toBe(headers.Origin);
  const full = await fetch(`${url}/builds`, { headers: { Origin: "http://localhost.evil.example" } });
  expect([full.status, full.headers.get("retry-after"), full.headers.get("access-control-allow-origin")]).toEqual([
    503,
    "10",
    null,
  ]);
  const question = await fetch(`${url}/builds`, {
    method: "OPTIONS",
    headers: { ...headers, "Access-Control-Request-Method": "GET" },
  });
  expect([question.status, question.headers.get("access-control-allow-headers")]).toEqual([
    204,
    expect.stringContaining("Last-Event-ID"),
  ]);
});

it("S15: metrics are for whoever bears their token, and for nobody without one", async () => {
  const { url } = await serve(["--memory"], { TIDINGS_METRICS_TOKEN: "a-token-for-metrics" });
  await publish(url, finished);
  const scrape = (bearer: string) => fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${bearer}` } });
  expect((await scrape(KEY)).status).toBe(401);
  const metrics = await (await scrape("a-token-for-metrics")).text();
  expect(metrics).toContain('tidings_events_published_total{stream="builds",event="build_finished"} 1');
  const closed = await serve(["--memory"]);
  expect((await fetch(`${closed.url}/metrics`)).status).toBe(401);
});

it("D12: SIGTERM ends the streams so that their readers come back, and the process with code 0", async () => {
  const served = await serve(["--memory", "--drain-ms", "0"]);
  expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
  const stream = await listenTo(`${served.url}/builds`);
  await stream.next();
  expect(await served.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(await stream.next()).toMatchObject({ type: "ending", data: expect.stringContaining("drained") });
  expect(await stream.next()).toBeUndefined();
});

it("what cannot start says why in one line, with code 1", async () => {
  const data = folder();
  const running = await serve(["--data", data]);
  const keyed = { TIDINGS_PUBLISH_KEY: KEY };
  const base = ["serve", "--contract", CI_BOARD, "--port", "0"];
  const open = [...base, "--public", "builds"];
  const cases: [string[], Record<string, string>, string][] = [
    [[...open, "--memory", "--port", String(running.port)], keyed, "another program listens there"],
    [[...open, "--data", data], keyed, "another process serves"],
    [[...open, "--data", `${CI_BOARD}/x`], keyed, "give --data one that this user may write"],
    [[...open, "--memory"], {}, "nobody could publish"],
    [[...open, "--memory"], { TIDINGS_PUBLISH_KEY: "short" }, "at least 16 characters"],
    [[...base, "--memory"], keyed, "nobody could open a stream"],
    [[...base, "--memory", "--public", "bilds"], keyed, "it has builds, secrets"],
    [[...base, "--memory", "--public", "secrets"], keyed, 'access "user"'],
    [[...open, "--memory"], { ...keyed, TIDINGS_JWT_SECRET: "short" }, "at least 32 bytes"],
    [[...open, "--memory", "--jwks", "http://localhost/keys"], { ...keyed, TIDINGS_JWT_SECRET: SECRET }, "give one of"],
    [[...open, "--memory", "--jwt-public-key", CI_BOARD], keyed, "no public key in PEM"],
    [[...open, "--memory"], { ...keyed, TIDINGS_PROT: "1" }, "did you mean TIDINGS_PORT?"],
    [[...base, "--memory", "--public", "builds"], { ...keyed, TIDINGS_PORT: "x" }, "whole number from 0 to 65535"],
    [[...open, "--memory"], { ...keyed, TIDINGS_MEMORY: "yes" }, "must be true or false"],
    [[...open, "--memory", "--prot", "1"], keyed, "--port"],
    [["serve"], keyed, "--contract"],
  ];
  for (const [words, env, said] of cases) {
    const withoutPort =
      env.TIDINGS_PORT === undefined ? words : words.filter((word) => word !== "--port" && word !== "0");
    const { code, err } = await tidings(withoutPort, env);
    expect([code, err], said).toEqual([1, expect.stringContaining(said)]);
    expect(err).not.toMatch(/\n\s+at /);
  }
});
