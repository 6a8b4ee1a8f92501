import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { expect, it, onTestFinished } from "vitest";
import { createReadSnapshot } from "./read-snapshot.ts";

it("D5.1: the position is behind what was committed before, and before what commits while the rows are read", async () => {
  const hub = createHub({ log: createMemoryLog() });
  onTestFinished(() => hub.close());
  const positions: string[] = [];
  const commit = async (order_id: string) => {
    const data = { order_id, order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 1 } as const;
    await hub.publish(ordersStream.topic("ada"), { event: "order_status_update", data });
    positions.push(await hub.head());
  };
  const readSnapshot = createReadSnapshot({
    hub,
    relay: { catchUp: () => commit("before") },
    store: { snapshot: (work) => work() },
  });
  const { data, position } = await readSnapshot(async () => {
    await commit("meanwhile");
    return ["before", "meanwhile"];
  });
  expect(data).toEqual(["before", "meanwhile"]);
  expect(new Set(positions).size).toBe(2);
  expect(position).toBe(positions[0]);
});
