import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { EncodedEvents } from "../encoding/encoded-events.ts";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink, type RecordingSink } from "../testing/index.ts";
import { BatchSink } from "./batch-sink.ts";

const topic = ordersStream.topic("ada");
const other = ordersStream.topic("grace");
let hub: Hub;

beforeEach(() => {
  hub = createHub({ log: createMemoryLog(), replayPage: 3 });
});
afterEach(() => hub.close());

async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function connect(options: { batch?: boolean; lastEventId?: string; topics?: (typeof topic)[] } = {}) {
  const { batch = true, lastEventId, topics = [topic] } = options;
  const writes: EncodedEvents[] = [];
  const recording = createRecordingSink();
  const sink: RecordingSink = Object.create(recording, {
    write: {
      value: (encoded: EncodedEvents) => {
        writes.push(encoded);
        return recording.write(encoded);
      },
    },
  });
  const connection = hub.connect(batch ? new BatchSink(sink) : sink, {
    stream: ordersStream,
    topics,
    greeting: { message: "SSE connected" },
    lastEventId,
  });
  await settle();
  return { recording, connection, writes };
}

const say = (revision: number, to = topic) =>
  hub.publish(to, {
    event: "order_status_update",
    data: { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision },
  });

/** The events' names, and for a batch the revisions in it. */
const told = ({ events }: RecordingSink) =>
  events.map(({ type, data }) => {
    const json = JSON.parse(data);
    return type === "batch" ? json.map((entry: { data: { revision: number } }) => entry.data.revision) : type;
  });

it("D15.1, D15.2: the events of one turn are one event; the greeting, one event alone and the ending are not", async () => {
  const { recording, connection } = await connect();
  await say(1);
  await settle();
  for (const revision of [2, 3, 4]) void say(revision);
  await settle();
  expect(recording.lastEventId).toBe(await hub.head());
  connection.end("drained", 0);
  expect(told(recording)).toEqual(["connected", "order_status_update", [2, 3, 4], "ending"]);
});

it("D15.4: a batch is made once for all who asked, and the others get the events as ever", async () => {
  const readers = [await connect(), await connect({ batch: false }), await connect(), await connect({ batch: false })];
  for (const revision of [1, 2]) void say(revision);
  await settle();
  const [first, second, third, fourth] = readers.map(({ writes }) => writes.at(-1)?.bytes);
  expect(first).toBe(third);
  expect(second).toBe(fourth);
  expect(readers.map(({ recording }) => told(recording).slice(1))).toEqual([
    [[1, 2]],
    ["order_status_update", "order_status_update"],
    [[1, 2]],
    ["order_status_update", "order_status_update"],
  ]);
});

it("D15.1, D8.4: events of several topics are one batch in log order", async () => {
  const { recording } = await connect({ topics: [topic, other] });
  void say(1);
  void say(2, other);
  void say(3);
  await settle();
  expect(told(recording)).toEqual(["connected", [1, 2, 3]]);
});

it("D15.1, D4.2: a replay's page is a batch, and a reader cut off resumes after the last of it", async () => {
  const start = await hub.head();
  for (let revision = 1; revision <= 7; revision += 1) await say(revision);
  const { recording } = await connect({ lastEventId: start });
  expect(told(recording)).toEqual(["connected", [1, 2, 3], [4, 5, 6], "order_status_update"]);
  const again = await connect({ lastEventId: recording.events[1]?.lastEventId ?? "" });
  expect(told(again.recording)).toEqual(["connected", [4, 5, 6], "order_status_update"]);
});

it("D15.1, D9.1: what a full socket kept waiting is one batch, in front of the ending too", async () => {
  const { recording, connection } = await connect();
  recording.full = true;
  for (const revision of [1, 2, 3]) {
    await say(revision);
    await settle();
  }
  recording.full = false;
  recording.drain();
  expect(told(recording)).toEqual(["connected", "order_status_update", [2, 3]]);
  recording.full = true;
  for (const revision of [4, 5, 6]) {
    await say(revision);
    await settle();
  }
  connection.end("drained", 0);
  expect(told(recording).slice(3)).toEqual(["order_status_update", [5, 6], "ending"]);
});
