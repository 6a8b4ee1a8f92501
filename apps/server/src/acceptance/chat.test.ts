import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, getConversation, listConversations, listMessages } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { type StartOptions, startServer } from "../testing/start-server.ts";

// What brief 002 says of the backend; its curl commands are run in tooling/e2e.

const { ada, grace, admin } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** Ada and Grace in a conversation of two, and an admin who takes no part. */
async function startChat(options: StartOptions = {}) {
  const server = await startServer(options);
  const [adas, graces, admins] = [
    await server.signIn(ada.email),
    await server.signIn(grace.email),
    await server.signIn(admin.email),
  ];
  const created = await server.call(adas, "POST", "/api/chat/conversations", { participantIds: [grace.id] });
  expect(created.status).toBe(201);
  return {
    server,
    adas,
    graces,
    admins,
    /** Opens a stream and reads its greeting. */
    async open(token: string, id = conversationId) {
      const reader = await server.open(`/api/sse?conversationId=${id}&token=${token}`);
      expect((await reader.next()).type).toBe("connected");
      return reader;
    },
    async say(token: string, text: string, more = {}) {
      const answer = await server.call(token, "POST", "/api/chat/messages", { conversationId, text, ...more });
      expect(answer.status).toBe(201);
      return ((await answer.json()) as { data: { messageId: string; status: string } }).data;
    },
    setStatus: (token: string, id: string, status: string) =>
      server.call(token, "PUT", `/api/chat/messages/${id}/status`, { status }),
    type: (token: string, isTyping: boolean) =>
      server.call(token, "POST", "/api/chat/typing", { conversationId, isTyping }),
    /** What an endpoint answers, as its contract says; `path` is its own one with its parameters filled in. */
    async get<Data extends z.ZodMiniType>(token: string, { data }: { readonly data: Data }, path: string) {
      const body: unknown = await (await server.call(token, "GET", path)).json();
      return z.parse(z.object({ success: z.literal(true), data, position: z.optional(z.string()) }), body);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The next event of one type; presence and the like are passed over. */
async function nextOf(reader: { next(): Promise<{ type: string; data: unknown; id: string }> }, type: string) {
  for (;;) {
    const event = await reader.next();
    if (event.type === type) return event;
  }
}

it.each(["/api/sse", "/api/chat/stream"])("002 GET %s: headers, connected, heartbeat", async (path) => {
  await using chat = await startChat({ env: { HEARTBEAT_MS: "20" } });
  const reader = await chat.server.open(`${path}?conversationId=${conversationId}`, {
    headers: { Authorization: `Bearer ${chat.adas}` },
  });
  expect(reader.response.headers.get("content-type")).toBe("text/event-stream");
  expect(reader.response.headers.get("connection")).toBe("keep-alive");
  const connected = await reader.next();
  expect(connected.type).toBe("connected");
  expect(connected.text).toMatch(/^\{"message":"SSE connection established","conversationId":"/);
  expect(connected.data).toMatchObject({ conversationId, timestamp: isoTime, heartbeatMs: 20, resume: "none" });
  expect(await reader.nextComment()).toBe("heartbeat");
});

it("002 the heartbeat comes every 30 s unless configured otherwise", async () => {
  await using chat = await startChat();
  const reader = await chat.server.open(`/api/sse?conversationId=${conversationId}&token=${chat.adas}`);
  expect((await reader.next()).data.heartbeatMs).toBe(30_000);
});

it("002 a message reaches every participant's every connection but the sender's, with the brief's fields", async () => {
  await using chat = await startChat();
  const mine = [await chat.open(chat.adas), await chat.open(chat.adas)];
  const theirs = [await chat.open(chat.graces), await chat.open(chat.graces)];
  const sent = await chat.say(chat.adas, "Hello!");
  for (const reader of theirs) {
    expect((await nextOf(reader, "message")).data).toEqual({
      messageId: sent.messageId,
      text: "Hello!",
      senderId: ada.id,
      senderName: "Ada",
      conversationId,
      timestamp: isoTime,
      status: "sent",
    });
  }
  await chat.say(chat.graces, "Hello yourself");
  for (const reader of mine) expect((await nextOf(reader, "message")).data).toMatchObject({ senderId: grace.id });
});

it("002 statuses: sent, delivered, read, each told instantly and never back", async () => {
  await using chat = await startChat();
  const sender = await chat.open(chat.adas);
  const { messageId, status } = await chat.say(chat.adas, "Hello!");
  expect(status).toBe("sent");
  for (const next of ["delivered", "read"]) {
    const answer = await chat.setStatus(chat.graces, messageId, next);
    expect(((await answer.json()) as { data: { status: string } }).data.status).toBe(next);
    expect((await nextOf(sender, "statusUpdate")).data).toEqual({
      messageId,
      status: next,
      conversationId,
      timestamp: isoTime,
    });
  }
  const back = await chat.setStatus(chat.graces, messageId, "delivered");
  expect(((await back.json()) as { data: { status: string } }).data.status).toBe("read");
  expect((await chat.setStatus(chat.adas, messageId, "read")).status).toBe(403);
  expect((await chat.setStatus(chat.admins, messageId, "read")).status).toBe(404);
  expect((await chat.setStatus(chat.graces, "msg_none", "read")).status).toBe(404);
  expect((await chat.setStatus(chat.graces, messageId, "seen")).status).toBe(400);
});

it("002 in a group a message is read when the last recipient has read it, whoever leaves before", async () => {
  await using chat = await startChat();
  const created = await chat.server.call(chat.adas, "POST", "/api/chat/conversations", {
    participantIds: [grace.id, admin.id],
    title: "Kitchen",
  });
  const { conversationId: id } = ((await created.json()) as { data: { conversationId: string } }).data;
  const sender = await chat.open(chat.adas, id);
  const { messageId } = await chat.say(chat.adas, "Hello all", { conversationId: id });
  await chat.setStatus(chat.graces, messageId, "read");
  const page = await chat.get(chat.adas, listMessages, `/api/chat/messages?conversationId=${id}`);
  expect(page.data.messages[0]?.status).toBe("sent");
  await chat.server.call(chat.admins, "POST", `/api/chat/conversations/${id}/leave`);
  expect((await nextOf(sender, "statusUpdate")).data).toMatchObject({ messageId, status: "read" });
});

it("002 typing on and off, with whose it is; a message sent ends it", async () => {
  await using chat = await startChat();
  const reader = await chat.open(chat.graces);
  expect((await chat.type(chat.adas, true)).status).toBe(200);
  const typing = { userId: ada.id, displayName: "Ada", conversationId, timestamp: isoTime, expiresInMs: 6000 };
  expect((await nextOf(reader, "typing")).data).toEqual({ ...typing, isTyping: true });
  await chat.type(chat.adas, false);
  expect((await nextOf(reader, "typing")).data).toEqual({ ...typing, isTyping: false });
  await chat.type(chat.adas, true);
  await chat.say(chat.adas, "done");
  expect((await nextOf(reader, "typing")).data).toMatchObject({ isTyping: true });
  expect((await nextOf(reader, "typing")).data).toMatchObject({ isTyping: false });
});

it("002 presence: online with the first stream, offline after the last and the grace, as a list shows too", async () => {
  await using chat = await startChat({ env: { PRESENCE_GRACE_MS: "30" } });
  const reader = await chat.open(chat.adas);
  expect((await nextOf(reader, "onlineStatus")).data).toMatchObject({ userId: grace.id, isOnline: false });
  const first = await chat.open(chat.graces);
  const second = await chat.open(chat.graces);
  const online = { userId: grace.id, displayName: "Grace", conversationId, timestamp: isoTime };
  expect((await nextOf(reader, "onlineStatus")).data).toEqual({ ...online, isOnline: true, lastSeen: null });
  // Who comes later learns who is there.
  expect((await nextOf(first, "onlineStatus")).data).toMatchObject({ userId: ada.id, isOnline: true });
  first.close();
  second.close();
  expect((await nextOf(reader, "onlineStatus")).data).toEqual({ ...online, isOnline: false, lastSeen: isoTime });
  const list = await chat.get(chat.adas, listConversations, "/api/chat/conversations");
  expect(list.data[0]?.participants).toEqual([
    { userId: ada.id, displayName: "Ada", isOnline: true, lastSeen: null },
    { userId: grace.id, displayName: "Grace", isOnline: false, lastSeen: isoTime },
  ]);
});

it("002 presence: a reconnect within the grace is no absence", async () => {
  await using chat = await startChat({ env: { PRESENCE_GRACE_MS: "60000" } });
  const first = await chat.open(chat.graces);
  const reader = await chat.open(chat.adas);
  expect((await nextOf(reader, "onlineStatus")).data).toMatchObject({ userId: grace.id, isOnline: true });
  first.close();
  await expect.poll(() => chat.server.backend.hub.count(grace.id)).toBe(0);
  await chat.open(chat.graces);
  await chat.say(chat.graces, "back again");
  const since: unknown[] = [];
  for (let event = await reader.next(); event.type !== "message"; event = await reader.next()) since.push(event.data);
  expect(since).toEqual([]);
});

it("002 conversations: the one of two is found again, unread are counted, the newest comes first", async () => {
  await using chat = await startChat();
  await chat.say(chat.adas, "one");
  const { messageId } = await chat.say(chat.adas, "two");
  await chat.setStatus(chat.graces, messageId, "read");
  const again = await chat.server.call(chat.graces, "POST", "/api/chat/conversations", { participantIds: [ada.id] });
  const { data } = (await again.json()) as { data: unknown };
  expect(data).toMatchObject({
    conversationId,
    title: "",
    unreadCount: 1,
    lastMessage: { text: "two", status: "read" },
  });
  expect(await chat.get(chat.graces, getConversation, `/api/chat/conversations/${conversationId}`)).toEqual({
    success: true,
    data,
  });
  expect((await chat.get(chat.graces, listConversations, "/api/chat/conversations")).data).toEqual([data]);
  const create = (participantIds: string[]) =>
    chat.server.call(chat.adas, "POST", "/api/chat/conversations", { participantIds });
  expect((await create([])).status).toBe(400);
  expect((await create([ada.id])).status).toBe(400);
  expect((await create(["nobody"])).status).toBe(404);
});

it("002 history pages backwards without holes, and its position is where the stream goes on", async () => {
  await using chat = await startChat();
  for (const text of ["1", "2", "3", "4", "5"]) await chat.say(chat.adas, text);
  const texts: string[] = [];
  let before = "";
  let position = "";
  do {
    const page = await chat.get(
      chat.graces,
      listMessages,
      `/api/chat/messages?conversationId=${conversationId}&limit=2${before}`,
    );
    position ||= page.position ?? "";
    texts.push(...page.data.messages.map(({ text }) => text));
    before = page.data.next === null ? "" : `&before=${page.data.next}`;
  } while (before !== "");
  expect(texts.slice(0, 5)).toEqual(["5", "4", "3", "2", "1"]);
  // Before them stands the conversation that the server was seeded with.
  expect(texts).toHaveLength(9);
  await chat.say(chat.adas, "6");
  const at = `conversationId=${conversationId}&lastEventId=${encodeURIComponent(position)}&token=${chat.graces}`;
  const reader = await chat.server.open(`/api/sse?${at}`);
  expect((await reader.next()).data.resume).toBe("complete");
  expect((await nextOf(reader, "message")).data).toMatchObject({ text: "6" });
});

it("002 a message sent again with the same client id is said once", async () => {
  await using chat = await startChat();
  const first = await chat.say(chat.adas, "Hello!", { clientMessageId: "mine-1" });
  const second = await chat.say(chat.adas, "Hello!", { clientMessageId: "mine-1" });
  expect(second).toEqual(first);
  const { data } = await chat.get(chat.graces, listMessages, `/api/chat/messages?conversationId=${conversationId}`);
  const said = data.messages.filter(({ text }) => text === "Hello!");
  expect(said).toHaveLength(1);
  expect(said[0]).toMatchObject({ clientMessageId: "mine-1" });
});

it("002 automatic reconnection: messages and statuses missed come by Last-Event-ID", async () => {
  await using chat = await startChat();
  const first = await chat.server.open(`/api/sse?conversationId=${conversationId}&token=${chat.graces}`);
  const { id } = await first.next();
  first.close();
  await chat.say(chat.adas, "while you were out");
  const second = await chat.server.open(`/api/sse?conversationId=${conversationId}&token=${chat.graces}`, {
    headers: { "Last-Event-ID": id },
  });
  expect((await second.next()).data.resume).toBe("complete");
  expect((await nextOf(second, "message")).data).toMatchObject({ text: "while you were out" });
});

it("002 leaving ends one's streams of the conversation and no other; what is said later does not arrive", async () => {
  await using chat = await startChat();
  const reader = await chat.open(chat.graces);
  const other = await chat.open(chat.adas);
  const left = await chat.server.call(chat.graces, "POST", `/api/chat/conversations/${conversationId}/leave`);
  expect(left.status).toBe(200);
  expect((await nextOf(reader, "ending")).data).toEqual({ reason: "revoked", retryMs: 0 });
  await reader.ended;
  const again = await chat.server.fetch(`/api/sse?conversationId=${conversationId}&token=${chat.graces}`);
  expect(again.status).toBe(404);
  await chat.say(chat.adas, "anyone there?");
  expect(other.pending().map(({ type }) => type)).not.toContain("ending");
  expect((await chat.get(chat.graces, listConversations, "/api/chat/conversations")).data).toEqual([]);
});

it("002 to whoever takes no part, an admin too, a conversation does not exist; without a token nothing does", async () => {
  await using chat = await startChat();
  const { messageId } = await chat.say(chat.adas, "secret");
  const requests = [
    ["GET", `/api/sse?conversationId=${conversationId}`],
    ["GET", `/api/chat/stream?conversationId=${conversationId}`],
    ["GET", `/api/chat/conversations/${conversationId}`],
    ["GET", `/api/chat/messages?conversationId=${conversationId}`],
    ["POST", "/api/chat/messages", { conversationId, text: "x" }],
    ["POST", "/api/chat/typing", { conversationId, isTyping: true }],
    ["POST", `/api/chat/conversations/${conversationId}/leave`],
    ["PUT", `/api/chat/messages/${messageId}/status`, { status: "read" }],
  ] as const;
  for (const [method, path, body] of requests) {
    const refused = await chat.server.call(chat.admins, method, path, body);
    expect(refused.status).toBe(404);
    const missing = await chat.server.call(
      chat.admins,
      method,
      path.replace(conversationId, "conv_none").replace(messageId, "msg_none"),
      body && "conversationId" in body ? { ...body, conversationId: "conv_none" } : body,
    );
    // Nothing tells one that is not yours from one that is not.
    expect(await refused.json()).toEqual(await missing.json());
    expect((await chat.server.call("", method, path, body)).status).toBe(401);
  }
});

it("002 an empty or overlong message is refused in words", async () => {
  await using chat = await startChat();
  for (const text of ["", " \n", "x".repeat(8001), 7]) {
    const answer = await chat.server.call(chat.adas, "POST", "/api/chat/messages", { conversationId, text });
    expect(answer.status).toBe(400);
  }
  const unnamed = await chat.server.call(chat.adas, "GET", "/api/chat/stream");
  expect(unnamed.status).toBe(400);
});
