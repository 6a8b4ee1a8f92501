import { sampleUsers } from "@tidings/contracts/auth";
import { TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTyping } from "./typing.ts";

const { ada, grace } = sampleUsers;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const told: unknown[] = [];
  const typing = createTyping({
    seats: { listenersOf: () => [ada.id, grace.id] },
    publishAll: async (publications) => {
      for (const { topic, data } of publications) told.push([topic.name, (data as { isTyping: boolean }).isTyping]);
    },
  });
  return { typing, told, to: `chat/c/${grace.id}` };
}

it("typing that is not said again expires by itself; said again it goes on", async () => {
  const { typing, told, to } = setUp();
  await typing.set("c", ada, true);
  await vi.advanceTimersByTimeAsync(TYPING_EXPIRES_MS - 1);
  await typing.set("c", ada, true);
  await vi.advanceTimersByTimeAsync(TYPING_EXPIRES_MS - 1);
  expect(told).toEqual([
    [to, true],
    [to, true],
  ]);
  await vi.advanceTimersByTimeAsync(1);
  expect(told.at(-1)).toEqual([to, false]);
  expect(vi.getTimerCount()).toBe(0);
});

it("clearing tells only where somebody was typing, and closing leaves no timer", async () => {
  const { typing, told, to } = setUp();
  await typing.clear("c", ada);
  expect(told).toEqual([]);
  await typing.set("c", ada, true);
  await typing.clear("c", ada);
  expect(told.at(-1)).toEqual([to, false]);
  await typing.set("c", ada, true);
  typing.close();
  expect(vi.getTimerCount()).toBe(0);
});
