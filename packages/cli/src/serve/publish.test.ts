import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createHub, type Hub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { expect, it, onTestFinished } from "vitest";
import { buildsStream } from "../testing/ci-board.ts";
import { listenTo } from "../testing/listen-to.ts";
import { configWith, startHub } from "../testing/start-hub.ts";
import { folder, KEY, publish } from "../testing/tidings.ts";
import { createAnswerStore } from "./answer-store.ts";
import { createPublish } from "./publish.ts";
import { start } from "./start.ts";

const finished = { stream: "builds", event: "build_finished", data: { build: 42, result: "passed" } };

it("an event reaches the readers of its topics only, and one of several topics has a position each", async () => {
  const { url } = await startHub();
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
  const { url } = await startHub();
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
  const { url } = await startHub({ publishKeys: [`${KEY}-2`, `${KEY}-3`] });
  for (const key of [`${KEY}-2`, `${KEY}-3`]) {
    expect(await publish(url, finished, { Authorization: `Bearer ${key}` })).toMatchObject({ status: 200 });
  }
  for (const wrong of [KEY, "", "x"]) {
    expect(await publish(url, finished, { Authorization: `Bearer ${wrong}` })).toMatchObject({ status: 401 });
  }
  const json = await publish(url, finished, { Authorization: `Bearer ${KEY}-2`, "Content-Type": "text/plain" });
  expect(json).toMatchObject({ status: 415 });
  expect((await fetch(`${url}/publish`)).status).toBe(405);
});

/** One event that is kept, with the number of its build. */
const build = (number: number, more: object = {}) => ({
  ...finished,
  data: { build: number, result: "passed" },
  ...more,
});
const lines = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event)).join("\n");
const NDJSON = { "Content-Type": "application/x-ndjson" };

it.each([
  ["a list", (events: readonly object[]): unknown => events, {}],
  ["lines", (events: readonly object[]): unknown => `\n${lines(events)}\r\n\n`, NDJSON],
])("publishes %s in order, and answers the positions of each event and topic", async (_what, bodyOf, headers) => {
  const { url } = await startHub();
  const stream = await listenTo(`${url}/builds`);
  await stream.next();
  const log = { stream: "builds", event: "log_line", data: { text: "hello" } };
  const { status, answer } = await publish(url, bodyOf([build(1), build(2, { topics: ["all", "web"] }), log]), headers);
  const position = expect.stringMatching(/^\w+:\d+$/);
  expect([status, answer]).toEqual([
    200,
    {
      success: true,
      data: { events: [{ positions: [position] }, { positions: [position, position] }, { positions: [null] }] },
    },
  ]);
  const heard = [await stream.next(), await stream.next(), await stream.next()].map((event) => event?.data);
  expect(heard).toEqual(['{"build":1,"result":"passed"}', '{"build":2,"result":"passed"}', '{"text":"hello"}']);
});

it("a list of one is a list", async () => {
  const { url } = await startHub();
  expect(await publish(url, [build(1)])).toMatchObject({
    answer: { data: { events: [{ positions: [expect.any(String)] }] } },
  });
});

it.each([
  [
    "an event that breaks the contract",
    [build(1), build(2, { data: { build: "2" } })],
    422,
    ["[1]: build must be", "[1]: result"],
  ],
  ["an event of no stream", [build(1), build(2, { stream: "bilds" })], 404, ["[1]: stream: there is no"]],
  [
    "an event of no shape",
    [build(1), 7, { stream: "builds" }],
    400,
    ["[1]: The event must be an object", "[2]: event is required"],
  ],
  ["a topic that cannot be", [build(1, { topic: "*" })], 400, ["[0]: topic"]],
  ["no events", [], 400, ["no events; send at least one"]],
  ["more than 1,000 events", Array.from({ length: 1001 }, () => 0), 413, ["has 1001 events, and may have 1000"]],
  [
    "more than 10,000 topics in all",
    Array.from({ length: 11 }, () => build(1, { topics: Array.from({ length: 1000 }, (_, topic) => String(topic)) })),
    413,
    ["publishes to 11000 topics in all, and may to 10000"],
  ],
] as const)(
  "a list with %s is refused as a whole, with the place of each fault",
  async (_what, list, status, words) => {
    const { url } = await startHub();
    const stream = await listenTo(`${url}/builds`);
    await stream.next();
    const refused = await publish(url, list);
    expect(refused.status).toBe(status);
    const errors = JSON.stringify(refused.answer);
    for (const one of words) expect(errors).toContain(one);
    await publish(url, build(99));
    expect(await stream.next()).toMatchObject({ data: '{"build":99,"result":"passed"}' });
  },
);

it("of very many faults the first twenty are named, and the others counted", async () => {
  const { url } = await startHub();
  const { answer } = await publish(
    url,
    Array.from({ length: 30 }, () => 7),
  );
  expect(answer).toMatchObject({ errors: { length: 21, 19: expect.stringContaining("[19]"), 20: "and 10 more" } });
});

it.each([
  [`${JSON.stringify(build(1))}\n{`, 400, "line 2: it is not valid JSON"],
  [`\n${JSON.stringify(build(1))}\n7`, 400, "line 3: The event must be an object"],
  ["\n \n", 400, "no events"],
  ["", 400, "no events"],
])("lines that are wrong are named by their number: %j", async (body, status, words) => {
  const { url } = await startHub();
  const refused = await publish(url, body, NDJSON);
  expect([refused.status, JSON.stringify(refused.answer)]).toEqual([status, expect.stringContaining(words)]);
});

it("D7.1: each event of a list has its own key: what was published before is answered, what is new is published", async () => {
  const { url } = await startHub();
  const one = build(1, { idempotencyKey: "one" });
  const two = build(2, { idempotencyKey: "two" });
  const first = await publish(url, one);
  const both = await publish(url, [one, two, one]);
  expect(first.answer).toMatchObject({ data: { positions: [expect.any(String)] } });
  expect(both.answer).toMatchObject({ data: { events: [{ positions: expect.any(Array) }, {}, {}] } });
  expect(both.answer).toHaveProperty("data.events.0", (first.answer as { data: object }).data);
  expect(both.answer).toHaveProperty("data.events.2", (first.answer as { data: object }).data);
  expect(await publish(url, [one, two, one])).toEqual(both);
  const other = await publish(url, [build(3), build(4, { idempotencyKey: "two" })]);
  expect([other.status, JSON.stringify(other.answer)]).toEqual([422, expect.stringContaining("[1]: ")]);
  const twice = await publish(url, [build(5, { idempotencyKey: "five" }), build(6, { idempotencyKey: "five" })]);
  expect(twice.status).toBe(422);
  const stream = await listenTo(`${url}/builds`, { "Last-Event-ID": positionOf(first.answer) });
  await stream.next();
  expect(await stream.next()).toMatchObject({ data: '{"build":2,"result":"passed"}' });
  await publish(url, build(7));
  expect(await stream.next()).toMatchObject({ data: '{"build":7,"result":"passed"}' });
});

it("D7.1: a list with a key of its own is published once, and no other list may have it", async () => {
  const key = { "Idempotency-Key": '"night"' };
  const list = [build(1), { stream: "builds", event: "log_line", data: { text: "a" } }];
  const { url } = await startHub();
  const [first, again] = await Promise.all([publish(url, list, key), publish(url, list, key)]);
  expect(first.status).toBe(200);
  expect(again).toEqual(first);
  for (const other of [list.slice(0, 1), [...list, build(2)], list[0], [build(1, { idempotencyKey: "a" }), list[1]]]) {
    expect(await publish(url, other, key)).toMatchObject({ status: 422 });
  }
  const named = { "Idempotency-Key": '"day"' };
  expect(await publish(url, [build(1, { idempotencyKey: "one" })], named)).toMatchObject({ status: 200 });
  expect(await publish(url, [build(2, { idempotencyKey: "two" })], named)).toMatchObject({ status: 422 });
});

it("D7.2: keys of a folder that is served again are known still", async () => {
  const data = folder();
  const serveOnce = async (use: (url: string) => Promise<unknown>) => {
    const serving = await start(configWith({ data }));
    const used = await use(serving.url);
    await serving.stop();
    return used;
  };
  const log = { stream: "builds", event: "log_line", data: { text: "hello" } };
  const list = [build(1, { idempotencyKey: "one" }), build(2), log];
  const key = { "Idempotency-Key": '"night"' };
  const first = await serveOnce((url) => publish(url, list, key));
  expect(await serveOnce((url) => publish(url, list, key))).toEqual(first);
  expect(await serveOnce((url) => publish(url, [build(3)], key))).toMatchObject({ status: 422 });
  const heard = await serveOnce(async (url) => {
    const stream = await listenTo(`${url}/builds`);
    await stream.next();
    await publish(url, list, key);
    await publish(url, build(99));
    return stream.next();
  });
  expect(heard).toMatchObject({ data: '{"build":99,"result":"passed"}' });
});

it("D7.1: a key that the log alone knows, as after a crash, is answered with its position and not published again", async () => {
  const data = folder();
  const once = build(1, { idempotencyKey: "one" });
  const before = await start(configWith({ data }));
  const first = await publish(before.url, once);
  await before.stop();
  const database = new DatabaseSync(join(data, "events.db"));
  database.exec("DROP TABLE published_keys");
  database.close();
  const { url } = await startHub({ data });
  const stream = await listenTo(`${url}/builds`);
  await stream.next();
  expect(await publish(url, once)).toEqual(first);
  expect(await publish(url, once)).toEqual(first);
  await publish(url, build(99));
  expect(await stream.next()).toMatchObject({ data: '{"build":99,"result":"passed"}' });
});

/** What publishes, over a hub that stores nothing until it is told. */
function heldPublish() {
  const hub = createHub({ log: createMemoryLog() });
  const database = new DatabaseSync(":memory:");
  onTestFinished(async () => {
    await hub.close();
    database.close();
  });
  const go = Promise.withResolvers<void>();
  const published: unknown[] = [];
  const publishAll: Hub["publishAll"] = async (publications) => {
    await go.promise;
    published.push(...publications.map(({ data }) => data));
    return hub.publishAll(publications);
  };
  const answers = createAnswerStore(database);
  const send = createPublish({ hub: { ...hub, publishAll }, streams: [buildsStream], answers });
  const one = (value: object) => send({ isList: false, events: [{ place: "", value }] }, undefined);
  const list = (values: readonly object[], header?: string) =>
    send({ isList: true, events: values.map((value, index) => ({ place: `[${index}]`, value })) }, header);
  return { one, list, published, go: go.resolve };
}

it("D7.1: what comes with one key at once is published once, also what no log keeps; another body is refused", async () => {
  const { one, list, published, go } = heldPublish();
  const log = { stream: "builds", event: "log_line", data: { text: "hello" }, idempotencyKey: "once" };
  const done = [one(log), one(log), list([log]), list([log, log])];
  const other = expect(one({ ...log, data: { text: "bye" } })).rejects.toMatchObject({ status: 422 });
  go();
  expect((await Promise.all(done)).map((text) => JSON.parse(text).data)).toEqual([
    { positions: [null] },
    { positions: [null] },
    { events: [{ positions: [null] }] },
    { events: [{ positions: [null] }, { positions: [null] }] },
  ]);
  await other;
  expect(published).toEqual([{ text: "hello" }]);
});

it("D7.1: a list that comes twice at once with its key is published once, and another list is refused", async () => {
  const { list, published, go } = heldPublish();
  const log = { stream: "builds", event: "log_line", data: { text: "hello" } };
  const done = [list([log], '"night"'), list([log], '"night"')];
  const other = expect(list([log, log], '"night"')).rejects.toMatchObject({ status: 422 });
  go();
  const [first, second] = await Promise.all(done);
  expect(second).toBe(first);
  await other;
  expect(published).toEqual([{ text: "hello" }]);
});

it("D7.1: an event with a key reaches each of its topics, and has a position of each", async () => {
  const { url } = await startHub();
  const { answer } = await publish(url, build(1, { idempotencyKey: "one", topics: ["linux", "windows"] }));
  const positions = answer instanceof Object && JSON.stringify(answer).match(/\w+:\d+/g);
  expect(new Set(positions || []).size).toBe(2);
});

it("a key of a request that was refused is free still", async () => {
  const { url } = await startHub();
  const key = { "Idempotency-Key": '"night"' };
  for (const wrong of [build(1, { data: {} }), [build(1), build(2, { data: {} })]]) {
    expect(await publish(url, wrong, key)).toMatchObject({ status: 422 });
  }
  expect(await publish(url, [build(1), build(2)], key)).toMatchObject({ status: 200 });
});

it.each(["", "\n", "ä", "k".repeat(256)])(
  "D7: the key %j in a body is refused as one in the header",
  async (idempotencyKey) => {
    const { url } = await startHub();
    const refused = await publish(url, build(1, { idempotencyKey }));
    expect([refused.status, JSON.stringify(refused.answer)]).toEqual([
      400,
      expect.stringContaining("idempotencyKey must"),
    ]);
  },
);

it("D7: two keys for one event are refused, and one that is malformed", async () => {
  const { url } = await startHub();
  const two = await publish(url, build(1, { idempotencyKey: "a" }), { "Idempotency-Key": '"b"' });
  expect(two).toMatchObject({ status: 400, answer: { errors: [expect.stringContaining("two different keys")] } });
  expect(await publish(url, build(1), { "Idempotency-Key": "two words" })).toMatchObject({ status: 400 });
});

function positionOf(answer: unknown): string {
  return (answer as { data: { positions: string[] } }).data.positions[0] ?? "";
}
