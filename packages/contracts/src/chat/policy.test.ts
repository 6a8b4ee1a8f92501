import { expect, test } from "vitest";
import { sampleUsers } from "../auth/user.ts";
import { conversationOf } from "./conversation.ts";
import {
  chatGreeting,
  hearersOf,
  idOfPair,
  isSameMessage,
  namesConversation,
  otherParticipants,
  presenceEvent,
  presenceOf,
  statusEvent,
  typingEvent,
} from "./policy.ts";
import { chatStream } from "./stream.ts";

const { ada, grace, admin } = sampleUsers;
const pair = conversationOf(ada.id, grace.id);
const now = "2026-02-26T05:00:00.000Z";

test("whoever begins a conversation is in it once, and so is everyone else", () => {
  expect(otherParticipants(ada, [grace.id, ada.id, grace.id, admin.id])).toEqual([grace.id, admin.id]);
  expect(otherParticipants(ada, [ada.id])).toEqual([]);
});

test("two have one conversation without a title, and any number with one; three always begin another", () => {
  expect(idOfPair([ada.id, grace.id], "")).toBe(pair);
  expect(idOfPair([grace.id, ada.id], "")).toBe(pair);
  expect(idOfPair([ada.id, grace.id], "Cakes")).toBeUndefined();
  expect(idOfPair([ada.id, grace.id, admin.id], "")).toBeUndefined();
  expect(idOfPair([ada.id], "")).toBeUndefined();
});

test("D23.3: what one says reaches the others, and one's own connections only beside the one that is named", () => {
  const others = [{ userId: grace.id, exceptConnection: undefined }];
  expect(hearersOf([ada.id, grace.id], ada.id, undefined)).toEqual(others);
  expect(hearersOf([ada.id, grace.id], ada.id, "c-1")).toEqual([
    { userId: ada.id, exceptConnection: "c-1" },
    ...others,
  ]);
  expect(hearersOf([], ada.id, "c-1")).toEqual([]);
});

test("a message that is sent again is the same one where its text is", () => {
  expect(isSameMessage({ text: "Hello" }, { text: "Hello" })).toBe(true);
  expect(isSameMessage({ text: "Hello" }, { text: "hello" })).toBe(false);
});

test("a request at the shared address is for the chat where it names a conversation, an empty one too", () => {
  expect([{ conversationId: pair }, { conversationId: "" }, {}].map(namesConversation)).toEqual([true, true, false]);
});

test("who is online was not last seen at any time", () => {
  expect(presenceOf(true, now)).toEqual({ isOnline: true, lastSeen: null });
  expect(presenceOf(false, now)).toEqual({ isOnline: false, lastSeen: now });
});

test.each([
  statusEvent({ messageId: "m-1", status: "read", conversationId: pair }, now),
  typingEvent(pair, ada, true, now),
  presenceEvent(pair, grace, presenceOf(false, null), now),
])("an event $event is as the contract has it", ({ event, data }) => {
  const definition = Object.entries(chatStream.events).find(([name]) => name === event)?.[1];
  expect(definition?.schema.safeParse(data)).toEqual({ success: true, data });
  expect(Object.keys(data)).toEqual(expect.arrayContaining(["conversationId", "timestamp"]));
});

test("the greeting names the conversation", () => {
  expect(chatGreeting(pair, now)).toEqual({
    message: "SSE connection established",
    conversationId: pair,
    timestamp: now,
  });
});
