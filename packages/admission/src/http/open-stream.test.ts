import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";
import { expect, it } from "vitest";
import { openStream } from "./open-stream.ts";

it("S9.6: of readers who come at once, no more get in than there are places", async () => {
  const hub = createHub({ log: createMemoryLog() });
  const caps = { total: 2 };
  const open = (id: string) =>
    openStream(
      { hub, caps },
      ordersStream,
      { url: ordersStream.path, address: "192.0.2.1", identify: async () => ({ id }) },
      async () => ({ topics: [ordersStream.topic(id)], greeting: { message: "SSE connected" as const } }),
      (reader) => hub.connect(createRecordingSink(), reader),
    );
  const outcomes = await Promise.allSettled(["ada", "grace", "linus", "edith"].map(open));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
  expect(outcomes[2]).toMatchObject({ reason: { code: "full" } });
  expect(hub.countAll()).toBe(2);
  await hub.close();
});
