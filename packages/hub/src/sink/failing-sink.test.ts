import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHub, type Hub, type HubReport } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink, type RecordingSink } from "../testing/index.ts";

const topic = ordersStream.topic("ada");
const order = {
  event: "order_status_update",
  data: { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 1 },
} as const;
const greeting = { message: "SSE connected" } as const;

let hub: Hub;
let reports: HubReport[];
beforeEach(() => {
  reports = [];
  hub = createHub({ log: createMemoryLog(), onReport: (report) => reports.push(report) });
});
afterEach(() => hub.close());

/** A reader whose transport begins to throw once it is told to. */
async function connect(what: keyof RecordingSink = "write") {
  const sink = createRecordingSink();
  let broken = false;
  const failing = new Proxy(sink, {
    get(target, name) {
      if (!broken || name !== what) return Reflect.get(target, name, target);
      if (name === "full") throw new Error(`${what} failed`);
      return () => {
        throw new Error(`${what} failed`);
      };
    },
  });
  hub.connect(failing, { stream: ordersStream, topics: [topic], greeting, principal: { id: "ada" } });
  await expect.poll(() => sink.events).toHaveLength(1);
  return {
    sink,
    break() {
      broken = true;
    },
  };
}

const failures = () => reports.filter(({ type }) => type === "failed");
const closed = () => reports.flatMap((report) => (report.type === "closed" ? [report.reason] : []));

it("D24.1, D24.2: a reader whose transport throws at a write is closed, and every other is sent the event", async () => {
  const before = await connect();
  const failing = await connect();
  const after = await connect();
  failing.break();
  await hub.publish(topic, order);
  await expect.poll(() => after.sink.events).toHaveLength(2);
  expect(before.sink.events).toHaveLength(2);
  expect(failing.sink.state).toBe("destroyed");
  expect(closed()).toEqual(["failed"]);
  expect(failures()).toMatchObject([{ error: { message: "write failed" } }]);
  expect(hub.countAll()).toBe(2);
});

it("D24.2: a transport that cannot say whether it is full keeps nobody waiting", async () => {
  const failing = await connect("full");
  const other = await connect();
  failing.break();
  await hub.publish(topic, order);
  await expect.poll(() => other.sink.events).toHaveLength(2);
});

it.each(["write", "end", "destroy"] as const)(
  "D24.2: a transport whose %s throws keeps nobody's stream from being ended",
  async (what) => {
    const failing = await connect(what);
    const other = await connect();
    failing.break();
    expect(hub.disconnectUser("ada")).toBe(2);
    expect(other.sink.events.at(-1)?.type).toBe("ending");
    expect(hub.countAll()).toBe(0);
    expect(failures()).toHaveLength(what === "destroy" ? 0 : 1);
  },
);

it("D24.1: a transport whose write and destroy both throw is closed all the same", async () => {
  const failing = await connect("write");
  failing.break();
  failing.sink.destroy = () => {
    throw new Error("destroy failed");
  };
  const other = await connect();
  await hub.publish(topic, order);
  await expect.poll(() => other.sink.events).toHaveLength(2);
  expect(failures()).toMatchObject([{ error: { message: "write failed" } }, { error: { message: "destroy failed" } }]);
});
