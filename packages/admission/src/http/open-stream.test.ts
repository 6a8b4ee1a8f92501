import { ordersStream } from "@tidings/contracts/orders";
import { createHub, type Hub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";
import { expect, it, onTestFinished } from "vitest";
import { createCapCheck } from "../connection-caps.ts";
import { openStream, type StreamAdmission, type Subscription } from "./open-stream.ts";

const greeting = { message: "SSE connected" } as const;

function start(): Hub {
  const hub = createHub({ log: createMemoryLog() });
  onTestFinished(() => hub.close());
  return hub;
}

/** Opens the stream of orders for a user, with what a test wants otherwise. */
function open(admission: StreamAdmission, id: string, subscription: Partial<Subscription<typeof ordersStream>> = {}) {
  return openStream(
    admission,
    ordersStream,
    { url: ordersStream.path, address: "192.0.2.1", identify: async () => ({ id }) },
    async () => ({ topics: [ordersStream.topic(id)], greeting, ...subscription }),
    (reader) => admission.hub.connect(createRecordingSink(), reader),
  );
}

it("S9.6: of readers who come at once, no more get in than there are places", async () => {
  const hub = start();
  const checkCaps = createCapCheck(hub, { total: 2 });
  const outcomes = await Promise.allSettled(
    ["ada", "grace", "linus", "edith"].map((id) => open({ hub, checkCaps }, id)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
  expect(outcomes[2]).toMatchObject({ reason: { code: "full" } });
  expect(hub.countAll()).toBe(2);
});

it("S9.1: the cap of a stream itself counts also where the server has no caps", async () => {
  const hub = start();
  await open({ hub }, "ada", { maxConnections: 1 });
  await expect(open({ hub }, "grace", { maxConnections: 1 })).rejects.toMatchObject({ code: "full", status: 503 });
  await expect(open({ hub }, "grace", { maxConnections: 0 })).rejects.toMatchObject({ code: "invalid_options" });
});

it("D12.1, D21.3: a closed hub, a greeting or a topic that is wrong is thrown to the route, and nothing opens", async () => {
  const hub = start();
  const wrong = { message: "bye" } as unknown as typeof greeting;
  await expect(open({ hub }, "ada", { greeting: wrong })).rejects.toMatchObject({ code: "invalid_greeting" });
  const topics = ["orders/ada" as unknown as ReturnType<typeof ordersStream.topic>];
  await expect(open({ hub }, "ada", { topics })).rejects.toMatchObject({ code: "invalid_topic" });
  expect(hub.countAll()).toBe(0);
  await hub.close();
  await expect(open({ hub }, "ada")).rejects.toMatchObject({ code: "closed" });
});

it("D21.3: the hub alone checks a reader, once", async () => {
  const hub = start();
  let read = 0;
  const counted = {
    get message() {
      read += 1;
      return greeting.message;
    },
  };
  const connection = hub.connect(createRecordingSink(), { stream: ordersStream, topics: [], greeting: counted });
  const once = read;
  read = 0;
  await open({ hub }, "ada", { greeting: counted });
  expect([connection.closed, read]).toEqual([false, once]);
});
