import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RedisClient } from "./client.ts";
import { createRedisLink } from "./redis-link.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client whose connections answer checks as they are told to. */
function clientThatAnswers(ping: () => Promise<unknown>) {
  const destroyed: number[] = [];
  let made = 0;
  const client: RedisClient = {
    duplicate() {
      made += 1;
      const number = made;
      return {
        connect: async () => {},
        publish: async () => {},
        subscribe: async () => {},
        unsubscribe: async () => {},
        ping,
        on() {},
        destroy: () => destroyed.push(number),
      };
    },
  };
  return { client, destroyed };
}

async function link(client: RedisClient) {
  const ready = Promise.withResolvers<void>();
  const lost: unknown[] = [];
  const made = createRedisLink(client, {
    channels: () => ["a"],
    onMessage() {},
    onReady: ready.resolve,
    onLost: (error) => lost.push(error),
  });
  await ready.promise;
  return { made, lost };
}

it("D29.2: a connection that does not answer for two checks is replaced", async () => {
  const { client, destroyed } = clientThatAnswers(() => new Promise(() => {}));
  const { made, lost } = await link(client);
  expect(made.hears("a")).toBe(true);
  vi.advanceTimersByTime(5000);
  expect(lost).toEqual([]);
  vi.advanceTimersByTime(5000);
  await new Promise(setImmediate);
  expect(lost).toEqual([new Error("the connection does not answer")]);
  expect([destroyed, made.connection, made.hears("a")]).toEqual([[1], undefined, false]);
  made.close();
});

it("D29.2: one that answers is kept, also where the answer is read late", async () => {
  const { client, destroyed } = clientThatAnswers(async () => "PONG");
  const { made, lost } = await link(client);
  // One turn of the event loop, in which several checks are due.
  vi.advanceTimersByTime(60_000);
  await new Promise(setImmediate);
  expect([lost, destroyed]).toEqual([[], []]);
  made.close();
  expect(destroyed).toEqual([1]);
});
