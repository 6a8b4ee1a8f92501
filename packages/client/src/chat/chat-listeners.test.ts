import { sampleUsers } from "@tidings/contracts/auth";
import { listMessages, sampleConversation, sampleMessages, sendMessage } from "@tidings/contracts/chat";
import { beforeEach, describe, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { type Rig, setUp } from "../testing/set-up.ts";
import { createConversationList } from "./conversation-list.ts";
import { openConversation } from "./conversation-view.ts";
import { outboxOf } from "./outbox.ts";

const { conversationId } = sampleConversation;
const bug = new Error("a bug of the application");
const fail = () => {
  throw bug;
};

let rig: Rig;
beforeEach(() => {
  rig = setUp();
});

/** The cause of each problem that the client was told of. */
const causes = () => rig.problems.map(({ code, cause }) => [code, cause]);

describe("C14: the conversation list", () => {
  it("C14.2: a listener that throws starves nobody, and a load that succeeded is no error", async () => {
    const list = createConversationList(rig.client);
    let heard = 0;
    list.subscribe(fail);
    list.subscribe(() => {
      heard += 1;
    });
    await settle();
    await rig.server.last.answer(200, { success: true, data: [sampleConversation] });
    expect(list.getSnapshot()).toEqual({
      conversations: [sampleConversation],
      status: "ready",
      error: undefined,
      older: "none",
    });
    expect(heard).toBe(1);
    expect(causes()).toEqual([["listener_failed", bug]]);
  });

  it("C14.2: after it, the list goes on looking, and begins conversations", async () => {
    const list = createConversationList(rig.client);
    list.subscribe(fail);
    await settle();
    await rig.server.last.answer(200, { success: true, data: [] });
    await rig.host.advance(15_000);
    expect(rig.server.requests).toHaveLength(2);
    await rig.server.last.answer(200, { success: true, data: [] });
    const begun = list.begin(["somebody"]);
    await settle();
    await rig.server.last.answer(201, { success: true, data: sampleConversation });
    await expect(begun).resolves.toEqual(sampleConversation);
  });
});

describe("C14: the outbox", () => {
  it("C14.2: a listener that throws does not reach who sends, and the message goes out and is confirmed", async () => {
    const outbox = outboxOf(rig.client, conversationId);
    const confirmed: string[] = [];
    outbox.subscribe(fail);
    outbox.subscribe((sent) => {
      if (sent !== undefined) confirmed.push(sent.messageId);
    });
    outbox.send("three");
    await settle();
    expect(rig.server.last.url.pathname).toBe(sendMessage.path);
    await rig.server.last.answer(201, { success: true, data: sampleMessages[0] });
    expect(outbox.getSnapshot()).toEqual([]);
    expect(confirmed).toEqual([sampleMessages[0].messageId]);
    expect(causes()).toEqual([
      ["listener_failed", bug],
      ["listener_failed", bug],
    ]);
  });

  it("C14.2: nor does it keep the next message from going out, a failed one from failing, or one from being given up", async () => {
    const outbox = outboxOf(rig.client, conversationId);
    outbox.subscribe(fail);
    outbox.send("one");
    outbox.send("two");
    await settle();
    await rig.server.last.answer(403, { success: false, errors: ["not yours"] });
    expect(outbox.getSnapshot().map(({ text, state }) => [text, state])).toEqual([
      ["one", "failed"],
      ["two", "sending"],
    ]);
    await rig.server.last.answer(201, { success: true, data: sampleMessages[0] });
    const [failed] = outbox.getSnapshot();
    outbox.retry(failed?.clientMessageId ?? "");
    await settle();
    await rig.server.last.answer(403, { success: false, errors: ["not yours"] });
    outbox.discard(failed?.clientMessageId ?? "");
    expect(outbox.getSnapshot()).toEqual([]);
  });
});

it("C14.2: a listener of a conversation that throws starves nobody, and the history is there", async () => {
  const view = openConversation(rig.client, { conversationId, userId: sampleUsers.ada.id });
  let heard = 0;
  view.subscribe(fail);
  view.subscribe(() => {
    heard += 1;
  });
  await settle();
  const load = rig.server.requests.find(({ url }) => url.pathname === listMessages.path);
  await load?.answer(200, { success: true, data: { messages: [sampleMessages[0]], next: null }, position: "e:1" });
  await rig.host.frame();
  expect(view.getSnapshot()).toMatchObject({ status: "ready", error: undefined, messages: [sampleMessages[0]] });
  expect(heard).toBeGreaterThan(0);
  view.send("Hello!");
  await rig.host.frame();
  expect(view.getSnapshot().outgoing).toMatchObject([{ text: "Hello!", state: "sending" }]);
  view.close();
});
