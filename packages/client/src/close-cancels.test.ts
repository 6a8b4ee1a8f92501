import { sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { createAdminOrdersQuery } from "./admin-orders/index.ts";
import { createConversationList, openConversation } from "./chat/index.ts";
import type { Client } from "./client.ts";
import { createOrdersQuery } from "./orders/index.ts";
import { createRecordsQuery } from "./records/index.ts";
import { settle } from "./testing/fake-host.ts";
import { leftovers, nothing, setUp } from "./testing/set-up.ts";

const { conversationId } = sampleConversation;

/** What loads something as soon as it is made. */
const loads: Readonly<Record<string, (client: Client) => { close(): void }>> = {
  "the user's orders": createOrdersQuery,
  "everyone's orders": createAdminOrdersQuery,
  records: createRecordsQuery,
  conversations: createConversationList,
  "a conversation": (client) => openConversation(client, { conversationId, userId: "ada" }),
};

it.each(Object.entries(loads))("C12.1: closed, a list cancels its load: %s", async (_what, make) => {
  const rig = setUp();
  const list = make(rig.client);
  await settle();
  expect(rig.server.requests.length).toBeGreaterThan(0);
  expect(rig.server.requests.some(({ aborted }) => aborted)).toBe(false);
  list.close();
  await settle();
  expect(rig.server.requests.every(({ aborted }) => aborted)).toBe(true);
  rig.client.close();
  await settle();
  expect(leftovers(rig)).toEqual(nothing);
});

it("C12.1: closed, records cancel the loads of each of their three lists", async () => {
  const rig = setUp();
  const records = createRecordsQuery(rig.client);
  await settle();
  await rig.server.last.answer(200, { success: true, data: [], position: "e:1" });
  expect(rig.server.requests).toHaveLength(3);
  records.close();
  await settle();
  expect(rig.server.requests.slice(1).map(({ aborted }) => aborted)).toEqual([true, true]);
});

it("C12.1: closed, a conversation cancels the load of older messages", async () => {
  const rig = setUp();
  const view = openConversation(rig.client, { conversationId, userId: "ada" });
  await settle();
  await rig.server.last.answer(200, {
    success: true,
    data: { messages: [sampleMessages[0]], next: "m-0" },
    position: "e:1",
  });
  await rig.host.frame();
  void view.loadOlder();
  await settle();
  const older = rig.server.requests.find(({ url }) => url.searchParams.has("before")) ?? expect.unreachable();
  expect([older.url.searchParams.get("before"), older.aborted]).toEqual(["m-0", false]);
  view.close();
  await settle();
  expect(older.aborted).toBe(true);
});

it("C41.1: a conversation that is opened again shows what it had while it loads", async () => {
  const rig = setUp();
  const initial = { messages: [...sampleMessages], next: null };
  const view = openConversation(rig.client, { conversationId, userId: "ada", initial });
  await settle();
  await rig.host.frame();
  expect(view.getSnapshot()).toMatchObject({ status: "ready", messages: sampleMessages });
  expect(rig.server.requests).toHaveLength(1);
  view.close();
});
