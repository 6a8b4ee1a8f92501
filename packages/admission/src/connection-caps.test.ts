import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";
import { expect, it } from "vitest";
import { createCapCheck } from "./connection-caps.ts";

const INF = Number.POSITIVE_INFINITY;

it("S9.1, D28.1: Infinity is no limit, and what is left out is Infinity", () => {
  const hub = { count: () => 1_000_000, countAll: () => 1_000_000, countFrom: () => 1_000_000, connections: () => [] };
  const seats = ["u", undefined].map((userId) => ({ userId, address: "192.0.2.1", stream: "notifications" }));
  const caps = { total: INF, perUser: INF, perAddress: INF, reservedPercent: 100 };
  for (const seat of seats) {
    expect(() => createCapCheck(hub, caps)({ ...seat, maxOfStream: INF })).not.toThrow();
    expect(() => createCapCheck(hub, {})(seat)).not.toThrow();
  }
});

it.each([
  ["a user's streams", { perUser: 1 }, { userId: "ada" }, "too_many_connections", 429],
  ["an address's streams", { perAddress: 1 }, { address: "192.0.2.1" }, "too_many_from_address", 429],
  ["all streams", { total: 1 }, {}, "full", 503],
  ["a stream's readers", {}, { maxOfStream: 1 }, "full", 503],
])(
  "S9.1: one more than the cap of %s is refused, and whoever it does not concern is let in",
  async (_what, cap, concerned, code, status) => {
    const hub = createHub({ log: createMemoryLog() });
    const reader = {
      stream: ordersStream,
      topics: [ordersStream.topic("t")],
      greeting: { message: "SSE connected" },
    } as const;
    hub.connect(createRecordingSink(), { ...reader, principal: { id: "ada" }, address: "192.0.2.1" });
    const checkCaps = createCapCheck(hub, { ...cap });
    const stranger = { userId: "grace", address: "198.51.100.1", stream: "orders" };
    expect(() => checkCaps({ ...stranger, ...concerned })).toThrow(
      expect.objectContaining({ code, status, retryAfter: expect.any(Number) }),
    );
    if (!("total" in cap)) expect(() => checkCaps(stranger)).not.toThrow();
    await hub.close();
  },
);
