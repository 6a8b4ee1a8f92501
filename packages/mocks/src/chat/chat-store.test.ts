import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, MAX_UNREAD } from "@tidings/contracts/chat";
import { beforeEach, expect, it, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { type ChatStore, createChatStore } from "./chat-store.ts";

const { ada, grace, admin } = sampleUsers;
const onMessage = vi.fn();
const onStatus = vi.fn();
let clock: ManualClock;
let store: ChatStore;
let pair: string;

beforeEach(() => {
  vi.clearAllMocks();
  clock = createManualClock();
  store = createChatStore({ clock, onMessage, onStatus });
  pair = store.open([ada.id, grace.id]);
});

const say = (from: typeof ada | typeof grace, text: string, conversationId = pair) =>
  store.say(from, { conversationId, text });
const texts = (messages: readonly { readonly text: string }[]) => messages.map(({ text }) => text);

it("two have one conversation without a title, whoever opens it, and any number with one", () => {
  expect(pair).toBe(conversationOf(grace.id, ada.id));
  expect(store.open([grace.id, ada.id])).toBe(pair);
  const titled = store.open([ada.id, grace.id], "Cakes");
  const three = store.open([ada.id, grace.id, admin.id]);
  expect(new Set([pair, titled, three, store.open([ada.id, grace.id], "Cakes")]).size).toBe(4);
  expect(store.show(titled, ada.id)).toEqual({
    conversationId: titled,
    title: "Cakes",
    createdAt: new Date(clock.now()).toISOString(),
    lastMessage: null,
    unreadCount: 0,
  });
  expect(store.members(three)).toEqual([ada.id, grace.id, admin.id]);
  expect([store.takesPart(three, admin.id), store.takesPart(pair, admin.id), store.takesPart("?", ada.id)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(store.members("?")).toEqual([]);
  expect(() => store.show("?", ada.id)).toThrow("there is no conversation ?");
});

it("lists what one takes part in, the one that was spoken in last first; before anything is said, the last one begun", () => {
  const titled = store.open([ada.id, admin.id], "Cakes");
  expect(store.list(ada.id)).toEqual([titled, pair]);
  say(ada, "a", titled);
  clock.advance(1);
  say(ada, "b");
  expect(store.list(ada.id)).toEqual([pair, titled]);
  expect(store.list(grace.id)).toEqual([pair]);
  clock.advance(1);
  say(ada, "c", titled);
  expect(store.list(ada.id)).toEqual([titled, pair]);
});

it("a message is told with its members, said once for each name that its sender gave it, and can be found", () => {
  const message = store.say(ada, { conversationId: pair, text: "Hello", clientMessageId: "m-1", from: "c-1" });
  expect(message).toEqual({
    messageId: expect.any(String),
    text: "Hello",
    senderId: ada.id,
    senderName: ada.name,
    conversationId: pair,
    timestamp: new Date(clock.now()).toISOString(),
    status: "sent",
    clientMessageId: "m-1",
  });
  expect(store.say(ada, { conversationId: pair, text: "Other", clientMessageId: "m-1" })).toBe(message);
  expect(onMessage.mock.calls).toEqual([[message, [ada.id, grace.id], "c-1"]]);
  const graces = store.say(grace, { conversationId: pair, text: "Hi", clientMessageId: "m-1" });
  const [second, third] = [say(ada, "Same"), say(ada, "Same")];
  expect(second).not.toHaveProperty("clientMessageId");
  expect(new Set([message, graces, second, third].map(({ messageId }) => messageId)).size).toBe(4);
  expect(store.find(message.messageId)).toEqual(message);
  expect(store.find("?")).toBeUndefined();
});

it("counts what others said and one has not read, up to a bound (S17)", () => {
  say(ada, "mine");
  const hers = say(grace, "hers");
  expect([ada, grace].map(({ id }) => store.show(pair, id).unreadCount)).toEqual([1, 1]);
  expect(store.show(pair, ada.id).lastMessage).toEqual(hers);
  store.setReceipt(hers.messageId, ada.id, "delivered");
  expect(store.show(pair, ada.id).unreadCount).toBe(1);
  store.setReceipt(hers.messageId, ada.id, "read");
  expect(store.show(pair, ada.id).unreadCount).toBe(0);
  for (let count = 0; count < MAX_UNREAD + 1; count += 1) say(grace, "again");
  expect(store.show(pair, ada.id).unreadCount).toBe(MAX_UNREAD);
});

it("pages go back from the newest; the last one, and one from a message that is not there, lead nowhere", () => {
  for (const text of ["1", "2", "3", "4"]) say(ada, text);
  const first = store.page(pair, { limit: 2 });
  expect(texts(first.messages)).toEqual(["4", "3"]);
  expect(first.next).toBe(first.messages[1]?.messageId);
  const second = store.page(pair, { limit: 2, before: first.next ?? "" });
  expect([texts(second.messages), second.next]).toEqual([["2", "1"], null]);
  expect(store.page(pair, { limit: 3, before: first.next ?? "" }).next).toBeNull();
  expect(store.page(pair, { limit: 2, before: "?" })).toEqual({ messages: [], next: null });
});

it("a message is as far as the last of its recipients, and never goes back", () => {
  const three = store.open([ada.id, grace.id, admin.id]);
  const { messageId } = say(ada, "Hello", three);
  const status = () => store.find(messageId)?.status;
  store.setReceipt(messageId, grace.id, "read");
  expect([status(), onStatus.mock.calls.length]).toEqual(["sent", 0]);
  store.setReceipt(messageId, admin.id, "delivered");
  expect(status()).toBe("delivered");
  store.setReceipt(messageId, admin.id, "sent");
  expect(store.setReceipt(messageId, admin.id, "delivered")?.status).toBe("delivered");
  expect(onStatus).toHaveBeenCalledTimes(1);
  store.setReceipt(messageId, admin.id, "read");
  expect(status()).toBe("read");
  expect(onStatus.mock.calls.at(-1)).toEqual([store.find(messageId), [ada.id, grace.id, admin.id]]);
  expect(store.setReceipt(messageId, ada.id, "read")).toBeUndefined();
  expect(store.setReceipt("?", grace.id, "read")).toBeUndefined();
});

it("who leaves is waited for no longer, and what was read stays read", () => {
  const three = store.open([ada.id, grace.id, admin.id]);
  const [waiting, read] = [say(ada, "a", three), say(ada, "b", three)];
  for (const { messageId } of [waiting, read]) store.setReceipt(messageId, grace.id, "read");
  store.setReceipt(read.messageId, admin.id, "read");
  onStatus.mockClear();
  store.leave(three, admin.id);
  expect(store.members(three)).toEqual([ada.id, grace.id]);
  expect(onStatus.mock.calls).toEqual([[{ ...waiting, status: "read" }, [ada.id, grace.id]]]);
  expect(store.setReceipt(waiting.messageId, admin.id, "read")).toBeUndefined();
});

it("a message whose every recipient left before it arrived stays sent", () => {
  const { messageId } = say(ada, "Hello");
  store.leave(pair, grace.id);
  expect(store.find(messageId)?.status).toBe("sent");
  expect(onStatus).not.toHaveBeenCalled();
});
