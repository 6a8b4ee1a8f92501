import { CONNECTION_HEADER } from "@tidings/contracts";
import { sampleUsers } from "@tidings/contracts/auth";
import { type ChatMessage, chatStream, listMessages, sampleConversation, setTyping } from "@tidings/contracts/chat";
import { beforeEach, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import type { FakeRequest } from "../testing/fake-server.ts";
import {
  event,
  greeting,
  message,
  online,
  own,
  said,
  status,
  timestamp,
  typing,
  typingOf,
} from "../testing/sample-chat.ts";
import { leftovers, nothing, type Rig, setUp } from "../testing/set-up.ts";
import { type ConversationView, openConversation } from "./conversation-view.ts";
import { outboxOf } from "./outbox.ts";

const { conversationId } = sampleConversation;
const { ada, grace } = sampleUsers;

let rig: Rig;
let view: ConversationView;

beforeEach(() => {
  rig = setUp();
  view = openConversation(rig.client, { conversationId, userId: ada.id });
});

const requests = (path: string, method = "GET") =>
  rig.server.requests.filter((one) => one.url.pathname === path && one.method === method);
const pages = () => requests(listMessages.path);
const stream = (): FakeRequest => requests(chatStream.path).at(-1) ?? rig.server.last;
const puts = () =>
  rig.server.requests
    .filter(({ method }) => method === "PUT")
    .map(({ url, init }) => `${url.pathname.split("/")[4]} ${JSON.parse(String(init.body)).status}`);
const typed = () => requests(setTyping.path, "POST").map(({ init }) => JSON.parse(String(init.body)).isTyping);
const sends = () => requests(listMessages.path, "POST");
const bodyOf = ({ init }: FakeRequest) => JSON.parse(String(init.body));
const texts = () => view.getSnapshot().messages.map(({ text }) => text);

async function page(request: FakeRequest | undefined, messages: ChatMessage[], next: string | null = null) {
  await request?.answer(200, { success: true, data: { messages: messages.toReversed(), next }, position: "e:1" });
  await rig.host.frame();
}
async function confirm(request: FakeRequest | undefined, message: ChatMessage) {
  await request?.answer(201, { success: true, data: message });
  await rig.host.frame();
}
async function hear(...events: Parameters<FakeRequest["send"]>) {
  await stream().send(...events);
  await rig.host.frame();
}
/** Loaded and live, with some messages. */
async function live(messages: ChatMessage[] = [message(1)], next: string | null = null) {
  await settle();
  await page(pages()[0], messages, next);
  await stream().accept();
  await hear(greeting());
}

it("C1.1: loads, streams from there, and shows what others say in its place", async () => {
  await live();
  expect(stream().headers.get("last-event-id")).toBe("e:1");
  await hear(said(3), said(2));
  expect(view.getSnapshot().status).toBe("ready");
  expect(texts()).toEqual(["Line 1", "Line 2", "Line 3"]);
});

it("shows one's own at once, and once when it is confirmed", async () => {
  await live();
  view.send("Line 2");
  await settle();
  await rig.host.frame();
  expect(view.getSnapshot().outgoing).toMatchObject([{ text: "Line 2", state: "sending" }]);
  const { clientMessageId } = bodyOf(sends()[0] as FakeRequest);
  await confirm(sends()[0], own(2, { clientMessageId }));
  expect(view.getSnapshot().outgoing).toEqual([]);
  expect(texts()).toEqual(["Line 1", "Line 2"]);
});

it.each(["the answer", "the event"])(
  "C32.1: what is said comes back by answer and event, and is shown once: %s first",
  async (first) => {
    await live();
    view.send("Line 2");
    await settle();
    const { clientMessageId } = bodyOf(sends()[0] as FakeRequest);
    const comes = [
      () => confirm(sends()[0], own(2, { clientMessageId })),
      () => hear(event("message", own(2, { clientMessageId }), "e:2")),
    ];
    for (const come of first === "the answer" ? comes : comes.toReversed()) {
      await come();
      expect([texts(), view.getSnapshot().outgoing]).toEqual([["Line 1", "Line 2"], []]);
    }
    await hear(said(3));
    expect(texts()).toEqual(["Line 1", "Line 2", "Line 3"]);
    expect(puts()).toEqual([]);
  },
);

it("C32.1, C32.3: what one says on another device stands among the others' in its place, and needs no receipt", async () => {
  await live();
  await hear(event("message", own(3), "e:3"), said(2), event("typing", typingOf(ada.id, "Ada")));
  expect(texts()).toEqual(["Line 1", "Line 2", "Line 3"]);
  expect([puts(), view.getSnapshot().typingUsers]).toEqual([[], []]);
});

it("C32.2: what is said and typed names the connection of the conversation", async () => {
  await live();
  view.setDraft("Line 2");
  view.send("Line 2");
  await settle();
  const named = rig.server.requests.filter(({ method }) => method === "POST");
  expect(named.map(({ url, headers }) => [url.pathname, headers.get(CONNECTION_HEADER)])).toEqual([
    [setTyping.path, "c-1"],
    [listMessages.path, "c-1"],
  ]);
});

it("sends one after the other; what fails keeps its text, and is sent again under the same name", async () => {
  await live();
  view.send("first");
  view.send("second");
  await settle();
  expect(sends()).toHaveLength(1);
  await sends()[0]?.answer(503, { success: false, errors: ["Service unavailable"] });
  expect(sends()).toHaveLength(2);
  await confirm(sends()[1], own(2, { text: "second" }));
  expect(view.getSnapshot().outgoing).toMatchObject([
    { text: "first", state: "failed", error: { reason: "Service unavailable" } },
  ]);
  view.retry(view.getSnapshot().outgoing[0]?.clientMessageId ?? "");
  await settle();
  expect(bodyOf(sends()[2] as FakeRequest)).toEqual(bodyOf(sends()[0] as FakeRequest));
  await confirm(sends()[2], own(3, { text: "first" }));
  expect(view.getSnapshot().outgoing).toEqual([]);
});

it("C36.2, C36.3: what got no answer may have been sent, and a limit met later says nothing of that; a refusal was not", async () => {
  await live();
  const outcome = async (status: number | undefined, isUndecided: boolean) => {
    const request = sends().at(-1);
    if (status === undefined) await request?.drop();
    else await request?.answer(status, { success: false, errors: ["no"] });
    await rig.host.frame();
    expect(view.getSnapshot().outgoing).toMatchObject([{ state: "failed", isUndecided }]);
    view.retry(view.getSnapshot().outgoing[0]?.clientMessageId ?? "");
    await settle();
  };
  view.send("oops");
  await settle();
  await outcome(429, false);
  await outcome(undefined, true);
  await outcome(429, true);
  await outcome(404, false);
});

it("a failed one can be given up, one on its way cannot", async () => {
  await live();
  view.send("oops");
  await settle();
  await rig.host.frame();
  const id = view.getSnapshot().outgoing[0]?.clientMessageId ?? "";
  view.discard(id);
  await rig.host.frame();
  expect(view.getSnapshot().outgoing).toHaveLength(1);
  await sends()[0]?.drop();
  view.discard(id);
  await rig.host.frame();
  expect(view.getSnapshot().outgoing).toEqual([]);
});

it("a message whose answer was lost is not shown twice", async () => {
  await live();
  view.send("Line 2");
  await settle();
  const { clientMessageId } = bodyOf(sends()[0] as FakeRequest);
  await sends()[0]?.drop();
  // Its recipient has it: the status of a message that is not known here leads to it.
  await hear(status(2, "delivered"));
  await page(pages()[1], [message(1), own(2, { clientMessageId, status: "delivered" })]);
  expect(texts()).toEqual(["Line 1", "Line 2"]);
  expect(view.getSnapshot().outgoing).toEqual([]);
});

it("a status that comes before the answer to the message itself is not lost", async () => {
  await live();
  view.send("Line 2");
  await settle();
  await hear(status(2, "read"));
  await confirm(sends()[0], own(2));
  await page(pages()[1], [message(1), own(2, { status: "read" })]);
  expect(view.getSnapshot().messages[1]).toMatchObject({ text: "Line 2", status: "read" });
});

it("002 says of others' messages that they were delivered, once, and read when they were seen", async () => {
  await live([message(1, { status: "sent" }), own(2)]);
  await hear(said(3, { status: "sent" }));
  expect(puts()).toEqual(["msg_1 delivered"]);
  view.markRead("msg_3");
  view.markRead("msg_3");
  view.markRead("msg_2");
  const answer = (request = rig.server.last) =>
    request.answer(200, { success: true, data: message(1, { status: "delivered" }) });
  await answer();
  // Delivered goes without saying where it was read.
  expect(puts()).toEqual(["msg_1 delivered", "msg_3 read"]);
  await answer();
  view.markRead("msg_3");
  await hear(said(4));
  expect(puts()).toHaveLength(2);
});

it("what could not be said of a message is said after the next greeting", async () => {
  await live([message(1, { status: "delivered" })]);
  view.markRead("msg_1");
  await settle();
  await rig.server.last.drop();
  await hear(greeting());
  expect(puts()).toEqual(["msg_1 read", "msg_1 read"]);
});

it("002 typing is told at most every 3 s, and ends when nothing more is typed, or the field is left or emptied", async () => {
  await live();
  const ok = async () => {
    for (const request of requests(setTyping.path, "POST")) {
      await request.answer(200, { success: true, data: { expiresInMs: 6_000 } });
    }
  };
  view.setDraft("H");
  view.setDraft("He");
  await settle();
  await ok();
  expect(typed()).toEqual([true]);
  await rig.host.advance(3_000);
  view.setDraft("Hel");
  await settle();
  await ok();
  expect(typed()).toEqual([true, true]);
  await rig.host.advance(4_000);
  await ok();
  expect(typed()).toEqual([true, true, false]);
  view.setDraft("Hell");
  await settle();
  await ok();
  view.stopTyping();
  await settle();
  await ok();
  view.setDraft("Hello");
  await settle();
  await ok();
  view.setDraft("");
  await settle();
  expect(typed()).toEqual([true, true, false, true, false, true, false]);
});

it("a message ends typing by itself; a notice still on its way is taken back", async () => {
  await live();
  view.setDraft("Hello");
  await settle();
  view.send("Hello");
  await requests(setTyping.path, "POST")[0]?.answer(200, { success: true, data: { expiresInMs: 6_000 } });
  expect(typed()).toEqual([true, false]);
  await requests(setTyping.path, "POST")[1]?.answer(200, { success: true, data: { expiresInMs: 6_000 } });
  await rig.host.advance(10_000);
  expect(typed()).toEqual([true, false]);
});

it("002 who types is shown until they stop, say it, leave, or say nothing more", async () => {
  await live();
  const typingUsers = () => view.getSnapshot().typingUsers.map(({ displayName }) => displayName);
  await hear(typing(true));
  expect(typingUsers()).toEqual(["Grace"]);
  await hear(typing(false));
  expect(typingUsers()).toEqual([]);
  await hear(typing(true), said(2));
  expect(typingUsers()).toEqual([]);
  await hear(typing(true), online(false));
  expect(typingUsers()).toEqual([]);
  await hear(typing(true));
  await rig.host.advance(5_000);
  await hear(typing(true));
  await rig.host.advance(5_999);
  expect(typingUsers()).toEqual(["Grace"]);
  await rig.host.advance(1);
  await rig.host.frame();
  expect(typingUsers()).toEqual([]);
});

it("002 presence is as it was told, and not known while the connection is lost", async () => {
  await live();
  await hear(online(true));
  expect(view.getSnapshot().presence).toMatchObject([{ userId: grace.id, isOnline: true }]);
  await hear(online(false));
  expect(view.getSnapshot().presence).toMatchObject([{ userId: grace.id, isOnline: false, lastSeen: timestamp }]);
  await stream().drop();
  await rig.host.advance(3_000);
  expect(view.getSnapshot().connection.freshness).toBe("stale");
  expect(view.getSnapshot().presence).toEqual([]);
});

it("older pages come before, once at a time; the last one is the beginning", async () => {
  await live([message(5), message(6)], "msg_5");
  expect(view.getSnapshot().older).toBe("more");
  void view.loadOlder();
  void view.loadOlder();
  await settle();
  expect(pages()).toHaveLength(2);
  expect(pages()[1]?.url.searchParams.get("before")).toBe("msg_5");
  await pages()[1]?.answer(503, { success: false, errors: ["Service unavailable"] });
  await rig.host.frame();
  expect(view.getSnapshot().older).toBe("failed");
  void view.loadOlder();
  await settle();
  await page(pages()[2], [message(3), message(4)]);
  expect(texts()).toEqual(["Line 3", "Line 4", "Line 5", "Line 6"]);
  expect(view.getSnapshot().older).toBe("none");
});

it("D4.4: what was missed for good is loaded again, as far back as one had read", async () => {
  await live([message(5), message(6)], "msg_5");
  void view.loadOlder();
  await settle();
  await page(pages()[1], [message(3), message(4)], "msg_3");
  await hear(greeting({ resume: "gap", position: "e:9" }));
  await page(pages()[2], [message(6), message(7)], "msg_6");
  expect(pages()[3]?.url.searchParams.get("before")).toBe("msg_6");
  await pages()[3]?.answer(200, {
    success: true,
    data: { messages: [message(5), message(4), message(3)], next: "msg_3" },
    position: "e:9",
  });
  await rig.host.frame();
  expect(texts()).toEqual(["Line 3", "Line 4", "Line 5", "Line 6", "Line 7"]);
  expect(view.getSnapshot().older).toBe("more");
});

it("C41.1: drafts and what was not sent outlive the view", async () => {
  await live();
  view.setDraft("half a line");
  view.close();
  const again = openConversation(rig.client, { conversationId, userId: ada.id });
  expect(outboxOf(rig.client, conversationId).draft).toBe("half a line");
  again.send("half a line, and the rest");
  expect(outboxOf(rig.client, conversationId).draft).toBe("");
  again.close();
  expect(outboxOf(rig.client, conversationId).getSnapshot()).toMatchObject([{ text: "half a line, and the rest" }]);
});

it("C12.1: closed, it leaves nothing behind; twice is harmless", async () => {
  await live([message(1, { status: "sent" })]);
  await hear(typing(true));
  view.close();
  view.close();
  await rig.host.advance(1_000);
  expect(leftovers(rig)).toEqual(nothing);
});
