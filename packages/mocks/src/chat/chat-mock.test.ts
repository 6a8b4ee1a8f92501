import type { AnyEndpoint, EndpointData, PathParams } from "@tidings/contracts";
import { sampleUsers } from "@tidings/contracts/auth";
import {
  chatStream,
  conversationOf,
  createConversation,
  leaveConversation,
  listConversations,
  listMessages,
  sendMessage,
  setTyping,
  updateMessageStatus,
} from "@tidings/contracts/chat";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createMockServer } from "../server/mock-server.ts";
import { interceptRequests, origin } from "../testing/msw.ts";
import { type OpenStream, openStream } from "../testing/open-stream.ts";
import { type ChatMock, createChatMock } from "./chat-mock.ts";

const { ada, grace, admin } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);
const use = interceptRequests();

let clock: ManualClock;
let world: ChatMock;

beforeEach(() => {
  clock = createManualClock();
  const server = createMockServer({
    clock,
    heartbeatMs: Number.POSITIVE_INFINITY,
    identify: (token) => Object.values(sampleUsers).find(({ id }) => id === token),
  });
  world = createChatMock({ server });
  use(world.handlers);
  return () => world.close();
});

const refusal = z.object({ errors: z.array(z.string()) });

/** Calls an endpoint as somebody whose token is their id. */
async function call<E extends AnyEndpoint>(
  as: { readonly id: string },
  endpoint: E,
  request: {
    readonly params?: PathParams<E["path"]>;
    readonly query?: Record<string, string>;
    readonly body?: unknown;
    /** The connection that the caller hears itself on. */
    readonly from?: string;
  },
) {
  const path = Object.entries(request.params ?? {}).reduce(
    (at, [name, value]) => at.replace(`:${name}`, `${value}`),
    `${endpoint.path}`,
  );
  const response = await fetch(`${origin}${path}?${new URLSearchParams(request.query)}`, {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${as.id}`,
      "content-type": "application/json",
      ...(request.from !== undefined && { "tidings-connection-id": request.from }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const body: unknown = await response.json();
  return {
    status: response.status,
    errors: refusal.safeParse(body).data?.errors,
    /** Of a success. A refusal has none, and reading it throws. */
    get data(): EndpointData<E> {
      return z.parse(z.object({ data: endpoint.data }), body).data as EndpointData<E>;
    },
  };
}

async function open(as: { readonly id: string }): Promise<OpenStream & { readonly connectionId: string }> {
  const stream = await openStream(`${origin}${chatStream.path}?conversationId=${conversationId}`, {
    authorization: `Bearer ${as.id}`,
  });
  onTestFinished(() => stream.close());
  const greeting = await stream.next();
  expect(greeting?.type).toBe("connected");
  return { ...stream, connectionId: String(greeting?.data.connectionId) };
}

/** The next event of one type; presence and the like are passed over. */
async function nextOf(stream: OpenStream, type: string) {
  for (;;) {
    const event = await stream.next();
    if (event === undefined || event.type === type) return event;
  }
}

const say = (as: { readonly id: string }, text: string, more: object = {}) =>
  call(as, sendMessage, { body: { conversationId, text, ...more } });

it("002 a message goes to everyone but its sender, and its statuses to everyone", async () => {
  const [adas, graces] = [await open(ada), await open(grace)];
  const { status, data } = await say(ada, "Hello!");
  expect(status).toBe(201);
  expect((await nextOf(graces, "message"))?.data).toMatchObject({ messageId: data.messageId, text: "Hello!" });
  const params = { id: data.messageId };
  await call(grace, updateMessageStatus, { params, body: { status: "read" } });
  await call(grace, updateMessageStatus, { params, body: { status: "delivered" } });
  await say(grace, "Hello to you!");
  expect((await nextOf(adas, "statusUpdate"))?.data).toMatchObject({ messageId: data.messageId, status: "read" });
  expect((await nextOf(adas, "message"))?.data).toMatchObject({ text: "Hello to you!" });
  expect(world.store.find(data.messageId)?.status).toBe("read");
  expect((await call(ada, updateMessageStatus, { params, body: { status: "read" } })).status).toBe(403);
});

it("D23.3: what one says and types reaches one's other devices, and not the connection that the request names", async () => {
  const [desk, phone] = [await open(ada), await open(ada)];
  const body = { conversationId, text: "Hello!" };
  await call(ada, setTyping, { body: { conversationId, isTyping: true }, from: desk.connectionId });
  expect((await call(ada, sendMessage, { body, from: desk.connectionId })).status).toBe(201);
  await call(ada, sendMessage, { body: { ...body, text: "To both" }, from: "none" });
  await call(ada, sendMessage, { body: { ...body, text: "To none" } });
  world.say(grace.id, ada.id, "end");
  const heard = async (stream: OpenStream) => {
    const texts: unknown[] = [];
    for (let event = await stream.next(); event && event.data.text !== "end"; event = await stream.next()) {
      if (event.type === "message") texts.push(event.data.text);
      if (event.type === "typing") texts.push(event.data.isTyping);
    }
    return texts;
  };
  expect(await heard(desk)).toEqual(["To both"]);
  expect(await heard(phone)).toEqual([true, "Hello!", false, "To both"]);
});

it("D23.5, S21.1: a header that names no connection is refused in words, as by the server", async () => {
  for (const from of ["", "c 1", "x".repeat(65)]) {
    const answer = await call(ada, sendMessage, { body: { conversationId, text: "Hello!" }, from });
    expect([answer.status, answer.errors]).toEqual([
      400,
      ["The header Tidings-Connection-Id must be the connectionId of your stream's greeting, or none"],
    ]);
  }
});

it("002 a message sent again with the same client id is said once", async () => {
  const once = await say(ada, "Once", { clientMessageId: "c-1" });
  const again = await say(ada, "Once", { clientMessageId: "c-1" });
  expect(again.data.messageId).toBe(once.data.messageId);
});

it("002 the brief's own address leads to the same stream, and without a conversation past it", async () => {
  const { response, next, close } = await openStream(
    `${origin}/api/sse?conversationId=${conversationId}&token=${ada.id}`,
  );
  onTestFinished(() => close());
  expect(response.status).toBe(200);
  expect((await next())?.data).toMatchObject({ message: "SSE connection established", conversationId });
  // Nobody else answers in this test.
  expect((await fetch(`${origin}/api/sse?token=${ada.id}`)).status).toBe(599);
});

it("002 typing is told, expires by itself, and ends with a message", async () => {
  const graces = await open(grace);
  const type = (isTyping: boolean) => call(ada, setTyping, { body: { conversationId, isTyping } });
  await type(true);
  expect((await nextOf(graces, "typing"))?.data).toMatchObject({ displayName: "Ada", isTyping: true });
  clock.advance(6_000);
  expect((await nextOf(graces, "typing"))?.data.isTyping).toBe(false);
  await type(true);
  await say(ada, "There");
  expect((await nextOf(graces, "typing"))?.data.isTyping).toBe(true);
  expect((await nextOf(graces, "typing"))?.data.isTyping).toBe(false);
});

it("002 an end of typing that had no beginning is told, as by the server; a message ends only what had begun", async () => {
  const graces = await open(grace);
  await call(ada, setTyping, { body: { conversationId, isTyping: false } });
  await say(ada, "There");
  const kinds: string[] = [];
  for (let event = await graces.next(); event && event.type !== "message"; event = await graces.next()) {
    if (event.type === "typing") kinds.push(`typing ${event.data.isTyping}`);
  }
  world.say(ada.id, grace.id, "end");
  const after = await graces.next();
  expect([kinds, after?.type, after?.data.text]).toEqual([["typing false"], "message", "end"]);
});

it("002 presence: who opens a stream is told of the others, and they of them; leaving takes a moment", async () => {
  const adas = await open(ada);
  expect((await nextOf(adas, "onlineStatus"))?.data).toMatchObject({ userId: grace.id, isOnline: false });
  const graces = await open(grace);
  expect((await nextOf(adas, "onlineStatus"))?.data).toMatchObject({ userId: grace.id, isOnline: true });
  expect((await nextOf(graces, "onlineStatus"))?.data).toMatchObject({ userId: ada.id, isOnline: true });
  await graces.close();
  await expect.poll(() => world.server.connectionsOf(chatStream).length).toBe(1);
  const left = new Date(clock.now()).toISOString();
  const isOnline = async () => {
    const { data } = await call(ada, listConversations, {});
    return data[0]?.participants.find(({ userId }) => userId === grace.id)?.isOnline;
  };
  clock.advance(4_999);
  expect(await isOnline()).toBe(true);
  clock.advance(1);
  expect(await isOnline()).toBe(false);
  expect((await nextOf(adas, "onlineStatus"))?.data).toMatchObject({ isOnline: false, lastSeen: left });
});

it("002 history pages backwards without holes", async () => {
  for (let n = 1; n <= 7; n += 1) world.say(ada.id, grace.id, `Line ${n}`);
  const texts: string[] = [];
  let before: string | null = null;
  do {
    const query: Record<string, string> = { conversationId, limit: "3", ...(before === null ? {} : { before }) };
    const { data } = await call(ada, listMessages, { query });
    texts.push(...data.messages.map(({ text }) => text));
    before = data.next;
  } while (before !== null);
  expect(texts).toHaveLength(11);
  expect(new Set(texts).size).toBe(11);
  expect(texts[0]).toBe("Line 7");
});

it("002 conversations: the one of two is found again, with what is unread; left, it is gone and its stream ends", async () => {
  const found = await call(ada, createConversation, { body: { participantIds: [grace.id] } });
  expect(found).toMatchObject({ status: 201, data: { conversationId, unreadCount: 1 } });
  expect((await call(ada, createConversation, { body: { participantIds: [ada.id] } })).status).toBe(400);
  expect((await call(ada, createConversation, { body: { participantIds: ["nobody"] } })).status).toBe(404);
  const stream = await open(ada);
  await call(ada, leaveConversation, { params: { id: conversationId }, body: {} });
  expect(await nextOf(stream, "message")).toBeUndefined();
  expect((await call(ada, listConversations, {})).data).toEqual([]);
});

it("S17.1: conversations come in pages, as the server's", async () => {
  for (const title of ["a", "b", "c"]) {
    clock.advance(1000);
    world.store.say(ada, { conversationId: world.store.open([ada.id, grace.id], title), text: title });
  }
  const titles = async (query: { limit: string; before?: string }) => {
    const { data } = await call(ada, listConversations, { query });
    return data.map(({ title, conversationId }) => [title, conversationId]);
  };
  const [first, second] = await titles({ limit: "2" });
  expect([first?.[0], second?.[0]]).toEqual(["c", "b"]);
  expect((await titles({ limit: "2", before: second?.[1] ?? "" })).map(([title]) => title)).toEqual(["a", ""]);
  expect(await titles({ limit: "2", before: conversationId })).toEqual([]);
  expect((await call(admin, listConversations, { query: { before: conversationId } })).status).toBe(404);
  expect((await call(ada, listConversations, { query: { limit: "201" } })).status).toBe(400);
});

it("002 to whoever takes no part a conversation does not exist", async () => {
  const answers = [
    await call(admin, listMessages, { query: { conversationId } }),
    await call(admin, sendMessage, { body: { conversationId, text: "Hello?" } }),
    await call(admin, setTyping, { body: { conversationId, isTyping: true } }),
  ];
  for (const { status, errors } of answers) expect([status, errors]).toEqual([404, ["Conversation not found"]]);
  const stream = await fetch(`${origin}${chatStream.path}?conversationId=${conversationId}`, {
    headers: { authorization: `Bearer ${admin.id}` },
  });
  expect(stream.status).toBe(404);
});

it("leaves no timer behind", async () => {
  await call(ada, setTyping, { body: { conversationId, isTyping: true } });
  await (await open(ada)).close();
  world.close();
  expect(clock.pending).toBe(0);
});

it("tells of each message that is said, until nobody listens any more", () => {
  const heard: string[] = [];
  const leave = world.onMessage(({ text }) => heard.push(text));
  world.say(ada.id, grace.id, "one");
  leave();
  world.say(ada.id, grace.id, "two");
  expect(heard).toEqual(["one"]);
});

it("all that was said to somebody is read at once, however much it is, and nothing that the reader said", () => {
  for (let n = 1; n <= 250; n += 1) world.say(ada.id, grace.id, `${n}`);
  const own = world.say(grace.id, ada.id, "mine");
  world.readAll(grace.id, "read");
  expect(world.store.show(conversationId, grace.id).unreadCount).toBe(0);
  expect(world.store.find(own.messageId)?.status).toBe("sent");
});

it("who says something is named as they sign in; a stranger by their id", () => {
  const own = createChatMock({ seed: undefined });
  expect(own.say(sampleUsers.ada.id, sampleUsers.grace.id, "Hi")).toMatchObject({ senderName: "Ada", text: "Hi" });
  expect(own.say("stranger", sampleUsers.ada.id, "Hi")).toMatchObject({ senderId: "stranger", senderName: "stranger" });
  own.close();
});
