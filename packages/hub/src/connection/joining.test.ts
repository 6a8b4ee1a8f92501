import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { createHub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink } from "../testing/index.ts";

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

it.each(["subscribe", "head", "read"] as const)(
  "D4.2: a reader that leaves while the log is asked (%s) is reported closed and never opened, and is sent nothing",
  async (step) => {
    const log = createMemoryLog();
    const gate = Promise.withResolvers<void>();
    const slow = {
      ...log,
      [step]: async (...args: never[]) => {
        await gate.promise;
        return Reflect.apply(log[step], log, args);
      },
    };
    const reports: string[] = [];
    const hub = createHub({ log: slow, onReport: ({ type }) => reports.push(type) });
    const sink = createRecordingSink();
    const { epoch, sequence } = await log.head();
    const connection = hub.connect(sink, {
      stream: ordersStream,
      topics: [ordersStream.topic("ada")],
      greeting: { message: "SSE connected" },
      lastEventId: `${epoch}:${sequence}`,
    });
    await settle();
    connection.gone();
    gate.resolve();
    await settle();
    expect([reports, sink.writes]).toEqual([["closed"], 0]);
    expect(hub.stats()).toMatchObject({ connections: 0, topics: 0 });
    await hub.close();
  },
);
