import { chatStream, sampleMessages } from "@tidings/contracts/chat";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import type { EventLog } from "../log/event-log.ts";
import { createMemoryLog } from "../memory/index.ts";
import { type Publication, publication } from "../publication.ts";
import { createSqliteLog } from "../sqlite/index.ts";
import { createRecordingSink, type RecordingSink } from "../testing/index.ts";

const greeting = {
  message: "SSE connection established" as const,
  conversationId: "c",
  timestamp: "2026-02-26T05:00:00.000Z",
};
const adas = chatStream.topic("c/ada");
const graces = chatStream.topic("c/grace");

let log: EventLog;
let hub: Hub;

beforeEach(() => {
  log = createMemoryLog();
  hub = createHub({ log });
});
afterEach(() => hub.close());

const settle = async () => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

async function connect({ topics = [adas], lastEventId }: { topics?: (typeof adas)[]; lastEventId?: string } = {}) {
  const sink = createRecordingSink();
  const connection = hub.connect(sink, { stream: chatStream, topics, greeting, lastEventId });
  await settle();
  return { sink, connection };
}

const message = (text: string, exceptConnection?: string, topic = adas): Publication =>
  publication(topic, { event: "message", data: { ...sampleMessages[0], text } }, { exceptConnection });

const texts = ({ events }: RecordingSink): unknown[] =>
  events.filter(({ type }) => type === "message").map(({ data }) => JSON.parse(data).text);

async function publish(...publications: Publication[]) {
  await hub.publishAll(publications);
  await settle();
}

describe("D23: an event that leaves out a connection", () => {
  it("D23.1: reaches every other connection of the topic, in order with the others of its turn", async () => {
    const [sender, other] = [await connect(), await connect()];
    await publish(message("1"), message("2", sender.connection.id), message("3"));
    expect([sender, other].map(({ sink }) => texts(sink))).toEqual([
      ["1", "3"],
      ["1", "2", "3"],
    ]);
  });

  it("costs the others no write of their own, and the one that it leaves out none at all", async () => {
    const readers = [await connect(), await connect(), await connect()];
    const before = readers.map(({ sink }) => sink.writes);
    await publish(message("1", readers[0]?.connection.id));
    expect(readers.map(({ sink }, index) => sink.writes - (before[index] ?? 0))).toEqual([0, 1, 1]);
    expect(hub.stats().deliveries).toBe(2);
  });

  it("leaves out several connections where several events of one turn do", async () => {
    const [first, second, third] = [await connect(), await connect(), await connect()];
    await publish(message("1", first.connection.id), message("2", second.connection.id));
    expect([first, second, third].map(({ sink }) => texts(sink))).toEqual([["2"], ["1"], ["1", "2"]]);
  });

  it("is left out of its own topic only, for a connection that listens to several", async () => {
    const both = await connect({ topics: [adas, graces] });
    await publish(message("1", both.connection.id), message("1", undefined, graces), message("2"));
    expect(texts(both.sink)).toEqual(["1", "2"]);
  });

  it("is that of an event that is not stored, too", async () => {
    const [sender, other] = [await connect(), await connect()];
    const data = { ...greeting, userId: "ada", displayName: "Ada", isTyping: true, expiresInMs: 6_000 };
    const { message: _, ...typing } = data;
    await hub.publish(adas, { event: "typing", data: typing }, { exceptConnection: sender.connection.id });
    await settle();
    expect([sender, other].map(({ sink }) => sink.events.map(({ type }) => type))).toEqual([
      ["connected"],
      ["connected", "typing"],
    ]);
  });

  it("D23.2: leaves out nobody where no open connection has that id", async () => {
    const [gone, stays] = [await connect(), await connect()];
    gone.connection.gone();
    await publish(message("1", gone.connection.id), message("2", "none"), message("3", undefined));
    expect(texts(stays.sink)).toEqual(["1", "2", "3"]);
  });

  it("D23.2: comes to the connection that follows when the one left out is resumed", async () => {
    const sender = await connect();
    await publish(message("1"), message("2", sender.connection.id), message("3"));
    const after = sender.sink.events.find(({ data }) => data.includes('"1"'))?.lastEventId ?? "";
    sender.connection.gone();
    const again = await connect({ lastEventId: after });
    expect(texts(again.sink)).toEqual(["2", "3"]);
  });

  it.each([
    ["memory", () => createMemoryLog()],
    ["sqlite", () => createSqliteLog({ file: ":memory:" })],
  ])("is left out of the replay that its connection is still in the middle of (%s)", async (_, makeLog) => {
    await hub.close();
    log = makeLog();
    hub = createHub({ log });
    const start = await hub.head();
    await publish(message("1"));
    const reading = Promise.withResolvers<void>();
    const read = log.read;
    let pages = 0;
    log.read = async (request) => {
      pages += 1;
      if (pages === 2) await reading.promise;
      return read(request);
    };
    const slow = createHub({ log, replayPage: 1 });
    const sink = createRecordingSink();
    await publish(message("2"));
    const connection = slow.connect(sink, { stream: chatStream, topics: [adas], greeting, lastEventId: start });
    await settle();
    await slow.publishAll([message("3", connection.id), message("4")]);
    reading.resolve();
    await settle();
    expect(texts(sink)).toEqual(["1", "2", "4"]);
    connection.gone();
  });

  it.each([[""], [7], [null], [{}]])("is refused when what it leaves out is no id: %j", async (exceptConnection) => {
    const wrong: Publication = Object.assign({}, message("1"), { exceptConnection });
    await expect(hub.publishAll([wrong])).rejects.toMatchObject({
      code: "invalid_event",
      message: expect.stringContaining("exceptConnection must be the id of a connection"),
    });
  });
});
