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
  expect(list.getSnapshot()).toEqual({
    conversations: [sampleConversation],
    status: "ready",
    error: undefined,
    older: "none",
  });
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

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ ...sampleConversation, conversationId: `c${from + index}` }));
const asked = () => Object.fromEntries(rig.server.last.url.searchParams);
const shown = () => list.getSnapshot().conversations.map(({ conversationId }) => conversationId);

it("C25.1: shows a page, and a page more of older ones when asked for, whatever moves up meanwhile", async () => {
  expect(asked()).toEqual({ limit: "51" });
  await answer(numbered(1, 51));
  expect(list.getSnapshot()).toMatchObject({ older: "more", status: "ready" });
  expect(shown()).toHaveLength(50);

  const loading = list.loadOlder();
  expect(list.getSnapshot()).toMatchObject({ older: "loading", status: "ready" });
  await settle();
  expect(asked()).toEqual({ limit: "101" });
  await answer(numbered(1, 80));
  await loading;
  expect(list.getSnapshot().older).toBe("none");
  expect(shown()).toHaveLength(80);

  // A reload never shows fewer than there were.
  void list.reload();
  await settle();
  expect(asked()).toEqual({ limit: "101" });
});

it("C25.1: a depth of more than a page of the server's is asked for page by page, each conversation once", async () => {
  for (let page = 1; page <= 4; page += 1) {
    await answer(numbered(1, Math.min(50 * page + 1, 200)));
    if (page === 4) break;
    void list.loadOlder();
    await settle();
  }
  // Two hundred and one were asked for, the server's page is 200: the rest comes with a second request.
  expect(asked()).toEqual({ limit: "1", before: "c200" });
  // The last one was spoken in meanwhile: the page begins again from the top.
  await answer(numbered(1, 1));
  expect(list.getSnapshot()).toMatchObject({ status: "ready", older: "more" });
  expect(shown()).toEqual(numbered(1, 200).map(({ conversationId }) => conversationId));
});

it("C25.1: older ones that could not be loaded leave what is there, and may be asked for again", async () => {
  await answer(numbered(1, 51));
  void list.loadOlder();
  await settle();
  await rig.server.last.drop();
  expect(list.getSnapshot()).toMatchObject({ older: "failed", status: "ready", error: { code: "network" } });
  expect(shown()).toHaveLength(50);
  void list.loadOlder();
  await settle();
  expect(asked()).toEqual({ limit: "101" });
  await answer(numbered(1, 60));
  expect(shown()).toHaveLength(60);
});

it("an answer that was overtaken counts no more", async () => {
  const [first] = rig.server.requests;
  void list.reload();
  await settle();
  await answer([]);
  await first?.answer(200, { success: true, data: [sampleConversation] });
  expect(list.getSnapshot().conversations).toEqual([]);
});

it("C12.1: closed, it leaves nothing behind", async () => {
  await answer();
  list.close();
  expect(leftovers(rig)).toEqual(nothing);
});
