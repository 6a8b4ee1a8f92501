import { sampleUsers } from "@tidings/contracts/auth";
import { type ChatMessage, chatStream, sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { createFakeServer } from "../testing/fake-server.ts";
import { leftovers, nothing } from "../testing/set-up.ts";
import { type ChatSubscribeOptions, subscribeToSSE } from "./subscribe.ts";

const { conversationId } = sampleConversation;
const { ada, grace } = sampleUsers;
const timestamp = "2026-02-26T05:00:00.000Z";

function greeting(fields: object = {}) {
  const data = { message: "SSE connection established", conversationId, timestamp };
  const connection = { connectionId: "c-1", heartbeatMs: 30_000, position: "e:1", resume: "none" };
  return { event: "connected", data: JSON.stringify({ ...data, ...connection, ...fields }) };
}

const message = (n: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  ...sampleMessages[1],
  messageId: `msg_${n}`,
  timestamp: `2026-02-26T05:00:${String(n).padStart(2, "0")}.000Z`,
  ...more,
});
const wire = (n: number) => ({ event: "message", id: `e:${n}`, data: JSON.stringify(message(n)) });
const typing = (isTyping: boolean) => ({
  event: "typing",
  data: JSON.stringify({
    userId: grace.id,
    displayName: "Grace",
    isTyping,
    conversationId,
    timestamp,
    expiresInMs: 6_000,
  }),
});

async function subscribe(options: Partial<ChatSubscribeOptions> = {}) {
  const server = createFakeServer();
  const host = createFakeHost(server.fetch);
  host.setRandom(1);
  const heard: string[] = [];
  const subscription = subscribeToSSE({
    conversationId,
    token: "your-auth-token",
    host,
    onMessage: ({ messageId }) => heard.push(messageId),
    onStatusUpdate: (messageId, status) => heard.push(`${messageId} ${status}`),
    onTyping: ({ displayName, isTyping }) => heard.push(`${displayName} ${isTyping ? "types" : "stopped"}`),
    onOnlineStatus: ({ displayName, isOnline }) => heard.push(`${displayName} ${isOnline ? "online" : "offline"}`),
    onError: ({ code }) => heard.push(`error ${code}`),
    onConnect: () => heard.push("connect"),
    onDisconnect: () => heard.push("disconnect"),
    acknowledge: false,
    ...options,
  });
  await settle();
  const streams = () => server.requests.filter(({ url }) => url.pathname === chatStream.path);
  return { server, host, heard, subscription, streams, stream: () => streams().at(-1) ?? server.last };
}

it("002 subscribes with the token and the conversation, and calls back for each kind of event", async () => {
  const { heard, stream } = await subscribe();
  expect(stream().url.searchParams.get("conversationId")).toBe(conversationId);
  expect(stream().headers.get("authorization")).toBe("Bearer your-auth-token");
  await stream().accept();
  const status = { messageId: "msg_9", status: "read", conversationId, timestamp };
  const online = { userId: grace.id, displayName: "Grace", isOnline: true, lastSeen: null, conversationId, timestamp };
  await stream().send(
    greeting(),
    wire(2),
    { event: "statusUpdate", id: "e:3", data: JSON.stringify(status) },
    typing(true),
    typing(false),
    { event: "onlineStatus", data: JSON.stringify(online) },
  );
  expect(heard).toEqual(["connect", "msg_2", "msg_9 read", "Grace types", "Grace stopped", "Grace online"]);
});

it("002 reconnects by itself with exponential backoff, resumes, and says so", async () => {
  const { host, heard, stream, streams } = await subscribe();
  await stream().accept();
  await stream().send(greeting(), wire(2));
  await stream().drop();
  for (const wait of [1_000, 2_000, 4_000]) {
    await host.advance(wait - 1);
    const before = streams().length;
    await host.advance(1);
    expect(streams()).toHaveLength(before + 1);
    if (wait < 4_000) await stream().drop();
  }
  expect(stream().headers.get("last-event-id")).toBe("e:2");
  await stream().accept();
  await stream().send(greeting({ resume: "complete" }), wire(2), wire(3));
  expect(heard.filter((one) => !one.startsWith("error"))).toEqual([
    "connect",
    "msg_2",
    "disconnect",
    "connect",
    "msg_3",
  ]);
  expect(heard).toContain("error network");
});

it("002 typing that nobody ends expires by itself", async () => {
  const { host, heard, stream } = await subscribe();
  await stream().accept();
  await stream().send(greeting(), typing(true));
  await host.advance(5_999);
  expect(heard.at(-1)).toBe("Grace types");
  await host.advance(1);
  expect(heard.at(-1)).toBe("Grace stopped");
});

it("D23.3: tells of one's own from another device, and takes the server's word that it needs no receipt", async () => {
  const { server, heard, stream } = await subscribe({ acknowledge: true });
  await stream().accept();
  await stream().send(greeting(), { ...wire(2), data: JSON.stringify(message(2, { senderId: ada.id })) });
  await server.last.answer(403, { success: false, errors: ["Only its recipients say how far a message is"] });
  expect(heard).toEqual(["connect", "msg_2"]);
  await stream().send(wire(3));
  await server.last.answer(404, { success: false, errors: ["Message not found"] });
  expect(heard).toEqual(["connect", "msg_2", "msg_3", "error http"]);
});

it("002 says of each message that it was delivered, unless told not to", async () => {
  const { server, stream } = await subscribe({ acknowledge: true });
  await stream().accept();
  await stream().send(greeting(), wire(2));
  expect(server.last.method).toBe("PUT");
  expect(server.last.url.pathname).toBe("/api/chat/messages/msg_2/status");
  expect(server.last.init.body).toBe('{"status":"delivered"}');
});

it("D4.4: what was missed for good is read from the history, each once, one's own as statuses", async () => {
  const { server, host, heard, stream } = await subscribe();
  await stream().accept();
  await stream().send(greeting(), wire(2));
  await stream().drop();
  await host.advance(1_000);
  await stream().accept();
  await stream().send(greeting({ resume: "gap" }));
  await server.last.answer(200, { success: true, data: ada });
  const own = message(4, { senderId: ada.id, status: "read" });
  const asked = () => Object.fromEntries(server.last.url.searchParams);
  expect(asked()).toEqual({ conversationId });
  await server.last.answer(200, { success: true, data: { messages: [message(5), own], next: "msg_4" } });
  expect(asked()).toEqual({ conversationId, before: "msg_4" });
  const page = { messages: [message(3), message(2), message(1)], next: "msg_1" };
  await server.last.answer(200, { success: true, data: page });
  expect(server.requests.filter(({ url }) => url.searchParams.has("before"))).toHaveLength(1);
  expect(heard.slice(-3)).toEqual(["msg_3", "msg_4 read", "msg_5"]);
  expect(heard.filter((one) => one === "msg_2")).toHaveLength(1);
});

it("002 a conversation that is not one's own closes with an error and is not asked for again", async () => {
  const { server, host, heard, stream } = await subscribe();
  await stream().answer(404, { success: false, errors: ["Conversation not found"] });
  await host.advance(60_000);
  expect(heard).toEqual(["error http"]);
  expect(server.requests).toHaveLength(1);
});

it("C12.2: unsubscribing calls nobody any more and leaves nothing behind; twice is harmless", async () => {
  const rig = await subscribe();
  await rig.stream().accept();
  await rig.stream().send(greeting(), typing(true));
  const before = [...rig.heard];
  rig.subscription.unsubscribe();
  rig.subscription.unsubscribe();
  await settle();
  expect(rig.heard).toEqual(before);
  expect(leftovers(rig)).toEqual(nothing);
});

it("C14.2: a callback that throws is told to onError, and keeps no later message from the application", async () => {
  const bug = new Error("a bug of the application");
  const heard: string[] = [];
  const errors: unknown[] = [];
  const { server, stream } = await subscribe({
    onMessage({ messageId }) {
      heard.push(messageId);
      throw bug;
    },
    onConnect() {
      throw bug;
    },
    onError: (error) => errors.push(error.cause),
  });
  await stream().accept();
  await stream().send(greeting(), wire(1));
  await stream().send(greeting({ resume: "gap" }));
  const answer = (data: unknown) => server.last.answer(200, { success: true, data });
  await answer(ada);
  await answer({ messages: [message(3), message(2), message(1)], next: null });
  expect(heard).toEqual(["msg_1", "msg_2", "msg_3"]);
  expect(errors).toEqual([bug, bug, bug, bug]);
});

it("C14.3: an onError that throws is told to the host", async () => {
  const bug = new Error("a bug of the application");
  const { host, heard, stream } = await subscribe({
    onConnect() {
      throw new Error("whatever");
    },
    onError() {
      throw bug;
    },
  });
  await stream().accept();
  await stream().send(greeting(), wire(1));
  expect(host.reported).toEqual([bug]);
  expect(heard).toEqual(["msg_1"]);
});
