import { expect, it, vi } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createPool } from "./pool.ts";

function setUp() {
  const host = createFakeHost(async () => new Response());
  const pool = createPool<{ close(): void }>({ lingerMs: 1_000, setTimer: host.setTimer });
  const create = vi.fn(() => ({ close: vi.fn() }));
  return { host, pool, create };
}

it("C11.1: holders of one key share a thing, which outlives the last of them by lingerMs", async () => {
  const { host, pool, create } = setUp();
  const one = pool.acquire("a", create);
  const two = pool.acquire("a", create);
  expect(two.thing).toBe(one.thing);
  expect(pool.get("a")).toBe(one.thing);
  one.release();
  await host.advance(2_000);
  expect(one.thing.close).not.toHaveBeenCalled();
  two.release();
  await host.advance(999);
  expect(pool.list()).toEqual([one.thing]);
  await host.advance(1);
  expect(one.thing.close).toHaveBeenCalledOnce();
  expect([pool.get("a"), pool.list()]).toEqual([undefined, []]);
});

it("who comes back in time finds the same thing; who comes later another", async () => {
  const { host, pool, create } = setUp();
  const one = pool.acquire("a", create);
  one.release();
  await host.advance(999);
  const two = pool.acquire("a", create);
  await host.advance(5_000);
  expect(two.thing).toBe(one.thing);
  expect(one.thing.close).not.toHaveBeenCalled();
  two.release();
  await host.advance(1_000);
  expect(pool.acquire("a", create).thing).not.toBe(one.thing);
});

it("releasing twice gives back one hold", async () => {
  const { host, pool, create } = setUp();
  const one = pool.acquire("a", create);
  pool.acquire("a", create);
  one.release();
  one.release();
  await host.advance(5_000);
  expect(one.thing.close).not.toHaveBeenCalled();
});

it("a thing that was dropped is closed once, and its holders' release touches no other", async () => {
  const { host, pool, create } = setUp();
  const dropped = pool.acquire("a", create);
  pool.drop("a");
  pool.drop("a");
  const next = pool.acquire("a", create);
  dropped.release();
  await host.advance(5_000);
  expect(dropped.thing.close).toHaveBeenCalledOnce();
  expect(next.thing.close).not.toHaveBeenCalled();
});

it("C12.1: closing it closes everything once and leaves no timer", async () => {
  const { host, pool, create } = setUp();
  const held = pool.acquire("a", create);
  const lingering = pool.acquire("b", create);
  lingering.release();
  pool.close();
  await host.advance(5_000);
  for (const { thing } of [held, lingering]) expect(thing.close).toHaveBeenCalledOnce();
});
