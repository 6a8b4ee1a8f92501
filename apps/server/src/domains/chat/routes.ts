import { DEFAULT_PAGE } from "@tidings/contracts";
import {
  CHAT_ALIAS,
  chatGreeting,
  chatStream,
  chatTopicKey,
  createConversation,
  getConversation,
  leaveConversation,
  listConversations,
  listMessages,
  namesConversation,
  sendMessage,
  setTyping,
  TYPING_EXPIRES_MS,
  updateMessageStatus,
} from "@tidings/contracts/chat";
import { serveEndpoint, serveStreamRoute } from "@tidings/express";
import type { Caller } from "../../auth/authenticate.ts";
import type { RouteContext } from "../../http/route-context.ts";
import type { ReadSnapshot } from "../read-snapshot.ts";
import type { ChatService } from "./chat-service.ts";

/** What the chat's routes need. */
export interface ChatRoutes {
  readonly chat: ChatService;
  readonly readSnapshot: ReadSnapshot;
}

/** Brief 002: conversations, their messages, and the stream. */
export function serveChat(context: RouteContext, { chat, readSnapshot }: ChatRoutes): void {
  const subscribe = async ({ user }: Caller, { conversationId }: { readonly conversationId: string }) => {
    await chat.check(user, conversationId);
    return {
      topics: [chatStream.topic(chatTopicKey(conversationId, user.id))],
      greeting: chatGreeting(conversationId, new Date().toISOString()),
    };
  };
  serveStreamRoute(context, chatStream, subscribe);
  serveStreamRoute(context, chatStream, subscribe, {
    path: CHAT_ALIAS,
    takes: ({ query }) => namesConversation(query),
  });

  serveEndpoint(context, listConversations, async ({ principal, query: { limit = DEFAULT_PAGE, before } }) => ({
    data: [...(await chat.list(principal.user, { before, limit: Number(limit) }))],
  }));

  serveEndpoint(context, createConversation, async ({ principal, body, keep }) => ({
    data: await chat.create(principal.user, body, (data) => keep({ data })),
  }));

  serveEndpoint(context, getConversation, async ({ principal, params }) => ({
    data: await chat.get(principal.user, params.id),
  }));

  serveEndpoint(context, leaveConversation, async ({ principal, params }) => {
    await chat.leave(principal.user, params.id);
    return { data: {}, message: "Conversation left" };
  });

  serveEndpoint(context, listMessages, ({ principal, query: { limit = DEFAULT_PAGE, ...query } }) =>
    readSnapshot(() => chat.history(principal.user, { ...query, limit: Number(limit) })),
  );

  serveEndpoint(context, sendMessage, async ({ principal, body, connectionId, keep }) => ({
    data: await chat.send(principal.user, body, connectionId, (data) => keep({ data })),
  }));

  serveEndpoint(context, updateMessageStatus, async ({ principal, params, body }) => ({
    data: await chat.setStatus(principal.user, params.id, body.status),
  }));

  serveEndpoint(context, setTyping, async ({ principal, body, connectionId }) => {
    await chat.setTyping(principal.user, body.conversationId, body.isTyping, connectionId);
    return { data: { expiresInMs: TYPING_EXPIRES_MS } };
  });
}
