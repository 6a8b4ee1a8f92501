import { listConversations, sampleConversation } from "@tidings/contracts/chat";
import { beforeEach, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { leftovers, nothing, type Rig, setUp } from "../testing/set-up.ts";
import { type ConversationList, createConversationList } from "./conversation-list.ts";

let rig: Rig;
let list: ConversationList;

beforeEach(async () => {
  rig = setUp();
  list = createConversationList(rig.client);
  await settle();
});

const looks = () => rig.server.requests.filter(({ method }) => method === "GET").length;
const answer = (conversations: object[] = [sampleConversation]) =>
  rig.server.last.answer(200, { success: true, data: conversations });

it("loads, and looks again when the page is seen, the network is back, and every 15 s", async () => {
  expect(rig.server.last.url.pathname).toBe(listConversations.path);
  expect(list.getSnapshot().status).toBe("loading");
  await answer();
  expect(list.getSnapshot()).toEqual({ conversations: [sampleConversation], status: "ready", error: undefined });
  await rig.host.signal("visible");
  await answer();
  await rig.host.signal("online");
  await answer();
  expect(looks()).toBe(3);
  await rig.host.advance(14_999);
  expect(looks()).toBe(3);
  await rig.host.advance(1);
  expect(looks()).toBe(4);
});

it("says why it could not load, keeps what it had, and goes on looking", async () => {
  await rig.server.last.drop();
  expect(list.getSnapshot()).toMatchObject({ status: "error", error: { code: "network" } });
  await rig.host.advance(15_000);
  await answer();
  void list.reload();
  await settle();
  await rig.server.last.drop();
  expect(list.getSnapshot()).toMatchObject({
    conversations: [sampleConversation],
    status: "ready",
    error: { code: "network" },
  });
});

it("a conversation that was begun is there at once, and once", async () => {
  await answer();
  const other = { ...sampleConversation, conversationId: "conv_other" };
  for (const begun of [other, sampleConversation]) {
    const begin = list.begin(["somebody"]);
    await settle();
    await rig.server.last.answer(201, { success: true, data: begun });
    expect(await begin).toEqual(begun);
  }
  expect(list.getSnapshot().conversations).toEqual([sampleConversation, other]);
});

it("an answer that was overtaken counts no more", async () => {
  const [first] = rig.server.requests;
  void list.reload();
  await settle();
  await answer([]);
  await first?.answer(200, { success: true, data: [sampleConversation] });
  expect(list.getSnapshot().conversations).toEqual([]);
});

it("C12: closed, it leaves nothing behind", async () => {
  await answer();
  list.close();
  expect(leftovers(rig)).toEqual(nothing);
});
