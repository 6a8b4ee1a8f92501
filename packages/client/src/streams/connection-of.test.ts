import { CONNECTION_HEADER } from "@tidings/contracts";
import {
  chatStream,
  listConversations,
  sampleConversation,
  sampleMessages,
  sendMessage,
} from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import type { Client } from "../client.ts";
import { settle } from "../testing/fake-host.ts";
import type { FakeRequest, FakeServer } from "../testing/fake-server.ts";
import { setUpTabs } from "../testing/open-tabs.ts";
import { setUp } from "../testing/set-up.ts";

const { conversationId } = sampleConversation;
const heardOn = { stream: chatStream, query: { conversationId } };

const greeting = (connectionId: string) => ({
  event: "connected",
  data: JSON.stringify({
    message: "SSE connection established",
    conversationId,
    timestamp: "2026-02-26T05:00:00.000Z",
    connectionId,
    heartbeatMs: 30_000,
    position: "e:1",
    resume: "none",
  }),
});

/** What a message that is sent now says of its connection; null for nothing. */
async function named({ client, server }: { client: Client; server: FakeServer }, options = { heardOn }) {
  const body = { conversationId, text: "Hello!" };
  const answer = client.call(sendMessage, { body }, options);
  await settle();
  const { last } = server;
  await last.answer(201, { success: true, data: sampleMessages[0] });
  await answer;
  return last.headers.get(CONNECTION_HEADER);
}

it("C32.2: a call names the connection on which its page hears of it, and none before the greeting and after a loss", async () => {
  const rig = setUp();
  expect(await named(rig)).toBe("none");
  rig.client.open(chatStream, { query: { conversationId } });
  await settle();
  const stream = rig.server.last;
  await stream.accept();
  expect(await named(rig)).toBe("none");
  await stream.send(greeting("c-7"));
  expect(await named(rig)).toBe("c-7");
  await stream.drop();
  expect(await named(rig)).toBe("none");
  await rig.host.advance(1_000);
  const next = rig.server.last;
  await next.accept();
  await next.send(greeting("c-8"));
  expect(await named(rig)).toBe("c-8");
  rig.client.close();
});

it("C32.2: of another stream, another query or another server it names none; a batched one is the same", async () => {
  const rig = setUp();
  const opened: [object, string][] = [
    [{ query: { conversationId: "other" } }, "c-1"],
    [{ query: { conversationId }, batch: true }, "c-2"],
  ];
  for (const [options, id] of opened) {
    rig.client.open(chatStream, options as { query: { conversationId: string } });
    await settle();
    const stream: FakeRequest = rig.server.last;
    await stream.accept();
    await stream.send(greeting(id));
  }
  expect(await named(rig)).toBe("c-2");
  expect(await named(rig, { heardOn: { stream: chatStream, query: { conversationId: "unheard" } } })).toBe("none");
  rig.client.close();
});

it("C32.2: says nothing where it is not asked to, and to endpoints that do not take it", async () => {
  const rig = setUp();
  expect(await named(rig, {} as { heardOn: typeof heardOn })).toBeNull();
  const answer = rig.client.call(listConversations, {}, { heardOn });
  await settle();
  expect(rig.server.last.headers.has(CONNECTION_HEADER)).toBe(false);
  await rig.server.last.answer(200, { success: true, data: [] });
  await answer;
});

it("C32.2, C19: tabs that share a connection name none, or the others would not be told", async () => {
  const { server, openTab } = setUpTabs();
  const tabs = [openTab(), openTab()];
  for (const { client } of tabs) client.open(chatStream, { query: { conversationId } });
  await settle();
  await server.last.accept();
  await server.last.send(greeting("c-7"));
  for (const { client } of tabs) expect(await named({ client, server })).toBe("none");
  for (const { client } of tabs) client.close();
});
