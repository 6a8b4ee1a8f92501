import { type ChatMessage, sampleMessages } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { addOlder, mergeMessage } from "./messages-query.ts";

const message = (n: number): ChatMessage => ({
  ...sampleMessages[1],
  messageId: `msg_${n}`,
  timestamp: `2026-02-26T05:00:${String(n).padStart(2, "0")}.000Z`,
});

it("a message takes its place by time, is there once, and its status only moves on", () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  expect(mergeMessage([one, three], two)).toEqual([one, two, three]);
  const read = { ...two, status: "read" } as const;
  expect(mergeMessage([one, two], read)).toEqual([one, read]);
  expect(mergeMessage([one, read], two)).toEqual([one, read]);
});

it("an older page comes before what it was asked for, and nowhere else: there would be a hole", () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  const history = { messages: [three], next: "msg_3" };
  const page = { messages: [two, one], next: null };
  expect(addOlder(history, "msg_3", page)).toEqual({ messages: [one, two, three], next: null });
  expect(addOlder(history, "msg_9", page)).toBe(history);
});
