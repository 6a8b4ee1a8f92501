import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { PostgresPool, PostgresResult } from "../pool.ts";
import { createListener } from "./listener.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE_MS = 60_000;

/** A pool whose connections answer checks as they are told to. */
function poolThatAnswers(check: () => Promise<PostgresResult>) {
  const released: (boolean | undefined)[] = [];
  const pool: PostgresPool = {
    query: async () => ({ rows: [] }),
    connect: async () => ({
      query: (text) => (text === "SELECT" ? check() : Promise.resolve({ rows: [] })),
      release: (destroy) => released.push(destroy),
      on() {},
      removeListener() {},
    }),
  };
  return { pool, released };
}

async function listen(pool: PostgresPool) {
  const listening = Promise.withResolvers<void>();
  const lost: unknown[] = [];
  const listener = createListener(pool, "channel", {
    onMessage() {},
    onListening: listening.resolve,
    onLost: (error) => lost.push(error),
  });
  await listening.promise;
  return { listener, lost };
}

it("D29.2: a connection that does not answer for two checks is replaced", async () => {
  const { pool, released } = poolThatAnswers(() => new Promise(() => {}));
  const { listener, lost } = await listen(pool);
  vi.advanceTimersByTime(5000);
  expect(lost).toEqual([]);
  vi.advanceTimersByTime(5000);
  await new Promise(setImmediate);
  expect(lost).toEqual([new Error("the connection does not answer")]);
  expect([released, listener.connection]).toEqual([[true], undefined]);
  listener.close();
});

it("D29.2: one that answers is kept, also where the answer is read late", async () => {
  const { pool, released } = poolThatAnswers(async () => ({ rows: [] }));
  const { listener, lost } = await listen(pool);
  // One turn of the event loop, in which several checks are due.
  vi.advanceTimersByTime(MINUTE_MS);
  await new Promise(setImmediate);
  expect([lost, released]).toEqual([[], []]);
  expect(listener.connection).toBeDefined();
  listener.close();
  expect(released).toEqual([true]);
});
