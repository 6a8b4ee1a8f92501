import { DEFAULT_PAGE } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";
import {
  CHAT_ALIAS,
  type Conversation,
  chatGreeting,
  chatStream,
  chatTopicKey,
  createConversation,
  getConversation,
  isSameMessage,
  leaveConversation,
  listConversations,
  listMessages,
  namesConversation,
  otherParticipants,
  sendMessage,
  setTyping,
  TYPING_EXPIRES_MS,
  updateMessageStatus,
} from "@tidings/contracts/chat";
import type { HttpHandler } from "msw";
import { failure } from "../server/answer.ts";
import { mockEndpoint } from "../server/mock-endpoint.ts";
import type { MockServer } from "../server/mock-server.ts";
import { type MockStreamOptions, mockStream } from "../server/mock-stream.ts";
import type { ChatStore, Participant } from "./chat-store.ts";
import type { MockPresence } from "./presence.ts";
import type { MockTyping } from "./typing.ts";

/** What {@link chatHandlers} answers from. */
export interface ChatParts {
  readonly server: MockServer;
  readonly store: ChatStore;
  readonly people: ReadonlyMap<string, Participant>;
  readonly presence: MockPresence;
  readonly typing: Pick<MockTyping, "set" | "clear">;
}

/** Every endpoint and the stream of brief 002, with the rules of the real server. */
export function chatHandlers({ server, store, people, presence, typing }: ChatParts): readonly HttpHandler[] {
  function show(conversationId: string, userId: string): Conversation {
    const participants = store.members(conversationId).map((id) => ({
      userId: id,
      displayName: people.get(id)?.name ?? id,
      ...presence.of(id),
    }));
    return { ...store.show(conversationId, userId), participants };
  }

  const stream: MockStreamOptions<typeof chatStream> = {
    refuse: ({ user, query }) =>
      user && store.takesPart(query.conversationId, user.id) ? undefined : failure(404, ["Conversation not found"]),
    topics: ({ user, query }) => [chatTopicKey(query.conversationId, user?.id ?? "")],
    greeting: (fields, { query }) => ({
      ...chatGreeting(query.conversationId, new Date(server.clock.now()).toISOString()),
      ...fields,
    }),
  };

  return [
    mockStream(server, chatStream, stream),
    mockStream(server, chatStream, { ...stream, path: CHAT_ALIAS, takes: namesConversation }),

    mockEndpoint(server, listConversations, ({ user, query: { before, limit = DEFAULT_PAGE }, fail }) => {
      if (before !== undefined && !store.takesPart(before, user.id)) return fail(404);
      const all = store.list(user.id);
      const older = before === undefined ? all : all.slice(all.indexOf(before) + 1);
      return { data: older.slice(0, Number(limit)).map((id) => show(id, user.id)) };
    }),
    mockEndpoint(server, createConversation, ({ user, body, fail }) => {
      const others = otherParticipants(user, body.participantIds);
      if (others.length === 0) return fail(400);
      if (others.some((id) => !people.has(id))) return fail(404);
      return { data: show(store.open([user.id, ...others], body.title), user.id) };
    }),
    mockEndpoint(server, getConversation, ({ user, params, fail }) =>
      store.takesPart(params.id, user.id) ? { data: show(params.id, user.id) } : fail(404),
    ),
    mockEndpoint(server, leaveConversation, ({ user, params, fail }) => {
      if (!store.takesPart(params.id, user.id)) return fail(404);
      typing.clear(params.id, user.id);
      store.leave(params.id, user.id);
      hangUp(server, params.id, user);
      return { data: {}, message: "Conversation left" };
    }),

    mockEndpoint(server, listMessages, ({ user, query, fail }) => {
      const { conversationId, before, limit = DEFAULT_PAGE } = query;
      if (!store.takesPart(conversationId, user.id)) return fail(404);
      const position = server.head();
      return { data: store.page(conversationId, { before, limit: Number(limit) }), position };
    }),
    mockEndpoint(server, sendMessage, ({ user, body, connectionId, fail }) => {
      if (!store.takesPart(body.conversationId, user.id)) return fail(404);
      const data = store.say(user, { ...body, from: connectionId });
      if (!isSameMessage(data, body)) return fail(422);
      typing.clear(body.conversationId, user.id);
      return { data };
    }),
    mockEndpoint(server, updateMessageStatus, ({ user, params, body, fail }) => {
      const message = store.find(params.id);
      if (!message || !store.takesPart(message.conversationId, user.id)) return fail(404);
      const data = store.setReceipt(params.id, user.id, body.status);
      return data ? { data } : fail(403);
    }),
    mockEndpoint(server, setTyping, ({ user, body, connectionId, fail }) => {
      if (!store.takesPart(body.conversationId, user.id)) return fail(404);
      typing.set(body.conversationId, user.id, body.isTyping, connectionId);
      return { data: { expiresInMs: TYPING_EXPIRES_MS } };
    }),
  ];
}

/** Ends a user's streams of one conversation, and no other. */
function hangUp(server: MockServer, conversationId: string, user: User): void {
  const { name } = chatStream.topic(chatTopicKey(conversationId, user.id));
  for (const connection of server.connectionsOf(chatStream)) if (connection.topics.has(name)) connection.end();
}
