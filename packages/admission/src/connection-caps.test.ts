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

it.each([
  ["an address", { perAddress: 10 }, {}, "too_many_from_address", "from this address without signing in"],
  ["the server", { total: 10 }, {}, "full", "readers who are not signed in"],
  ["a stream", {}, { maxOfStream: 10 }, "full", "readers who are not signed in"],
])(
  "S9.3: of the places of %s a share is kept for those who are signed in, and others count only against the rest",
  async (_what, caps, seat, code, words) => {
    const hub = createHub({ log: createMemoryLog() });
    const reader = {
      stream: ordersStream,
      topics: [ordersStream.topic("t")],
      greeting: { message: "SSE connected" },
      address: "192.0.2.1",
    } as const;
    const checkCaps = createCapCheck(hub, { ...caps, reservedPercent: 25 });
    const here = { address: "192.0.2.1", stream: "orders", ...seat };
    // A quarter of 10, rounded down, is 2: of the other 8 one is taken by a reader who is signed in.
    hub.connect(createRecordingSink(), { ...reader, principal: { id: "ada" } });
    for (let count = 0; count < 7; count += 1) hub.connect(createRecordingSink(), reader);
    expect(() => checkCaps({ ...here, userId: undefined })).not.toThrow();
    hub.connect(createRecordingSink(), reader);
    expect(() => checkCaps({ ...here, userId: undefined })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words), retryAfter: code === "full" ? 10 : 30 }),
    );
    expect(() => checkCaps({ ...here, userId: "grace" })).not.toThrow();
    await hub.close();
  },
);

it("D28.2: caps are whole numbers from 1, and the share that is kept is from 0 to 100", () => {
  const hub = createHub({ log: createMemoryLog() });
  for (const caps of [
    { total: 1 },
    { perUser: 1 },
    { perAddress: 1 },
    { reservedPercent: 0 },
    { reservedPercent: 100 },
  ]) {
    expect(() => createCapCheck(hub, caps), JSON.stringify(caps)).not.toThrow();
  }
  for (const caps of [
    { total: 1.5 },
    { perUser: 0 },
    { perAddress: 2.5 },
    { reservedPercent: -1 },
    { reservedPercent: 101 },
  ]) {
    expect(() => createCapCheck(hub, caps), JSON.stringify(caps)).toThrow(`caps.${Object.keys(caps)[0]} must be`);
  }
  const seat = { userId: undefined, address: "192.0.2.1", stream: "orders" };
  expect(() => createCapCheck(hub, {})({ ...seat, maxOfStream: 1.5 })).toThrow("maxConnections must be");
});
