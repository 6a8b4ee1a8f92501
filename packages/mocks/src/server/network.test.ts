import { beforeEach, expect, it, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createNetwork, type Network } from "./network.ts";

const changed = vi.fn();
let clock: ManualClock;
let network: Network;

beforeEach(() => {
  changed.mockReset();
  clock = createManualClock();
  network = createNetwork(clock, undefined, changed);
});

it("lets requests through at once unless it is told otherwise", async () => {
  expect([network.state, network.latencyMs]).toEqual([{ kind: "up" }, 0]);
  expect([await network.admit("stream"), await network.admit("endpoint"), network.losesAnswer()]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  expect(changed).not.toHaveBeenCalled();
});

it("refuses so many requests as it was told, in the words of a server, and then lets them through", async () => {
  expect(network.refuse(503, { retryAfter: 2, times: 2 })).toBe(true);
  const [first, second] = [await network.admit("stream"), await network.admit("endpoint")];
  for (const answer of [first, second]) {
    expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([503, "2"]);
  }
  expect(network.state).toEqual({ kind: "up" });
  expect(await network.admit("stream")).toBeUndefined();
  expect(changed).toHaveBeenCalledTimes(3);
});

it("refuses for ever and everything unless it is told otherwise, and says nothing of when to come again", async () => {
  network.refuse(429);
  expect(network.state).toEqual({
    kind: "refusing",
    status: 429,
    retryAfter: undefined,
    times: Number.POSITIVE_INFINITY,
    scope: "everything",
  });
  for (const kind of ["stream", "endpoint", "stream"] as const) {
    const answer = await network.admit(kind);
    expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([429, null]);
  }
  network.goOnline();
  expect(await network.admit("endpoint")).toBeUndefined();
});

it("refuses streams alone where that was asked for, and endpoints do not count", async () => {
  network.refuse(503, { scope: "streams", times: 1 });
  expect(await network.admit("endpoint")).toBeUndefined();
  expect((await network.admit("stream"))?.status).toBe(503);
  expect(network.state).toEqual({ kind: "up" });
});

it("to refuse no times refuses nothing, and leaves what was before", () => {
  network.goOffline();
  changed.mockReset();
  expect(network.refuse(503, { times: 0 })).toBe(false);
  expect(network.state).toEqual({ kind: "offline" });
  expect(changed).not.toHaveBeenCalled();
});

it("offline, every request fails", async () => {
  network.goOffline();
  expect((await network.admit("endpoint"))?.type).toBe("error");
});

it("a request waits out the latency, and what was decided meanwhile counts", async () => {
  network.setLatency(500);
  expect([network.latencyMs, changed.mock.calls.length]).toEqual([500, 1]);
  const admitted = network.admit("stream");
  clock.advance(499);
  expect(clock.pending).toBe(1);
  network.refuse(503);
  clock.advance(1);
  expect((await admitted)?.status).toBe(503);
  expect(clock.pending).toBe(0);
});

it.each([500, Number.POSITIVE_INFINITY])(
  "stopped, it fails requests that wait out %d ms, and leaves no timer",
  async (ms) => {
    network.setLatency(ms);
    const waiting = network.admit("stream");
    network.stopping.abort();
    expect((await waiting)?.type).toBe("error");
    expect((await network.admit("endpoint"))?.type).toBe("error");
    expect(clock.pending).toBe(0);
  },
);

it("a request that has waited out the latency leaves nothing that close() would wake", async () => {
  const { signal } = network.stopping;
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  network.setLatency(500);
  const admitted = network.admit("stream");
  clock.advance(500);
  await admitted;
  expect(added).toHaveBeenCalledOnce();
  expect(removed.mock.calls).toEqual(added.mock.calls);
});
