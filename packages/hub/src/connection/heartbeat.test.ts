import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EncodedEvents } from "../encoding/encoded-events.ts";
import { TextBlock } from "../encoding/text-block.ts";
import { createRecordingSink } from "../testing/index.ts";
import { type ConnectionFields, HubConnection } from "./connection.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { QueueBudget } from "./queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

let made = 0;
function connection(endsAt = Number.POSITIVE_INFINITY, more: Partial<ConnectionFields> = {}) {
  made += 1;
  return new HubConnection({
    id: String(made),
    stream: ordersStream,
    topics: [],
    address: undefined,
    sink: createRecordingSink(),
    principal: undefined,
    heartbeat: new EncodedEvents([new TextBlock(": ping\n\n")]),
    endsAt,
    openedAt: Date.now(),
    maxQueueBytes: 1_000,
    budget: new QueueBudget(1_000),
    onClose() {},
    onFailure() {},
    ...more,
  });
}

it("D10.1: beats a whole interval after the connection was added, not before, and every interval from then on", () => {
  const beats: number[] = [];
  const heartbeat = createHeartbeat(30_000, () => beats.push(Date.now() - start));
  const start = Date.now();
  const one = connection();
  heartbeat.add(one);
  vi.advanceTimersByTime(29_999);
  expect(beats).toEqual([]);
  vi.advanceTimersByTime(60_001);
  expect(beats).toEqual([30_000, 60_000, 90_000]);
  heartbeat.remove(one);
});

it("D10.2: connections of different moments beat at different moments, each once an interval, from one timer", () => {
  const beats = new Map<HubConnection, number>();
  const heartbeat = createHeartbeat(1_000, (one) => beats.set(one, (beats.get(one) ?? 0) + 1));
  const all = Array.from({ length: 8 }, () => {
    const one = connection();
    heartbeat.add(one);
    vi.advanceTimersByTime(250);
    return one;
  });
  expect(vi.getTimerCount()).toBe(1);
  const before = new Map(beats);
  vi.advanceTimersByTime(4_000);
  for (const one of all) expect((beats.get(one) ?? 0) - (before.get(one) ?? 0)).toBe(4);
  for (const one of all) heartbeat.remove(one);
});

it("D10.2: an interval shorter than a step beats once an interval", () => {
  let beats = 0;
  const heartbeat = createHeartbeat(10, () => {
    beats += 1;
  });
  const one = connection();
  heartbeat.add(one);
  vi.advanceTimersByTime(100);
  expect(beats).toBe(10);
  heartbeat.remove(one);
});

it.each([0, 1, 249, 250, 400, 5_000, 29_999, 30_000])(
  "D11: a stream that ends in %d ms is visited before that",
  (ms) => {
    const beats: number[] = [];
    const start = Date.now();
    const heartbeat = createHeartbeat(30_000, () => beats.push(Date.now() - start));
    const one = connection(start + ms);
    heartbeat.add(one);
    vi.advanceTimersByTime(ms);
    expect(beats).toHaveLength(1);
    expect(beats[0]).toBeGreaterThan(ms - 500);
    heartbeat.remove(one);
  },
);

it("C12.1: removing what was never added, or twice, is harmless, and others go on", () => {
  let beats = 0;
  const heartbeat = createHeartbeat(1_000, () => {
    beats += 1;
  });
  const [one, other, dying] = [connection(), connection(), connection(Date.now() + 10)];
  heartbeat.add(one);
  heartbeat.add(dying);
  heartbeat.remove(other);
  heartbeat.remove(dying);
  heartbeat.remove(dying);
  vi.advanceTimersByTime(1_000);
  expect(beats).toBe(1);
  heartbeat.remove(one);
  heartbeat.remove(one);
  vi.advanceTimersByTime(5_000);
  expect(beats).toBe(1);
});
