import { sampleUsers } from "@tidings/contracts/auth";
import { TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTyping, type Typing } from "./typing.ts";

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
    listeners: { listenersOf: () => [ada.id, grace.id] },
    publishAll: async (publications) => {
      for (const { topic, data, exceptConnection } of publications) {
        const { isTyping } = data as { isTyping: boolean };
        told.push(exceptConnection === undefined ? [topic.name, isTyping] : [topic.name, isTyping, exceptConnection]);
      }
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

it.each([
  ["expires", () => vi.advanceTimersByTimeAsync(TYPING_EXPIRES_MS)],
  ["is cleared", (typing: Typing) => typing.clear("c", ada)],
  ["is ended", (typing: Typing) => typing.set("c", ada, false, "c-1")],
])("D23.3: the typist's other connections hear that it began, and that it is over when it %s", async (_, end) => {
  const { typing, told, to } = setUp();
  await typing.set("c", ada, true, "c-1");
  await end(typing);
  expect(told).toEqual([
    [`chat/c/${ada.id}`, true, "c-1"],
    [to, true],
    [`chat/c/${ada.id}`, false, "c-1"],
    [to, false],
  ]);
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
