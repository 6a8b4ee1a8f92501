import { DEFAULT_PAGE } from "@tidings/contracts";
import {
  chatStream,
  chatTopicKey,
  createConversation,
  getConversation,
  leaveConversation,
  listConversations,
  listMessages,
  sendMessage,
  setTyping,
  TYPING_EXPIRES_MS,
  updateMessageStatus,
} from "@tidings/contracts/chat";
import { serveEndpoint, serveStreamRoute } from "@tidings/express";
import type { Relay } from "@tidings/outbox";
import type { Caller } from "../../auth/authenticate.ts";
import type { EndpointHost, StreamHost } from "../../http/hosts.ts";
import type { ChatService } from "./chat-service.ts";

/** What the chat's routes need. */
export interface ChatDomain {
  readonly chat: ChatService;
  readonly relay: Pick<Relay, "catchUp">;
}

/** The address that brief 002 gives the stream. Without a conversation it is the notifications'. */
export const CHAT_ALIAS = "/api/sse";

/** Brief 002: conversations, what is said in them, and the stream that tells it. */
export function serveChat(host: EndpointHost & StreamHost, { chat, relay }: ChatDomain): void {
  const subscribe = async ({ user }: Caller, { conversationId }: { readonly conversationId: string }) => {
    await chat.check(user, conversationId);
    return {
      topics: [chatStream.topic(chatTopicKey(conversationId, user.id))],
      greeting: {
        message: "SSE connection established" as const,
        conversationId,
        timestamp: new Date().toISOString(),
      },
    };
  };
  serveStreamRoute(host, chatStream, subscribe);
  serveStreamRoute(host, chatStream, subscribe, {
    path: CHAT_ALIAS,
    takes: ({ query }) => query.conversationId !== undefined,
  });

  serveEndpoint(host, listConversations, async ({ principal, query: { limit = DEFAULT_PAGE, before } }) => ({
    data: [...(await chat.list(principal.user, { before, limit: Number(limit) }))],
  }));

  serveEndpoint(host, createConversation, async ({ principal, body, keep }) => ({
    data: await chat.create(principal.user, body, (data) => keep({ data })),
  }));

  serveEndpoint(host, getConversation, async ({ principal, params }) => ({
    data: await chat.get(principal.user, params.id),
  }));

  serveEndpoint(host, leaveConversation, async ({ principal, params }) => {
    await chat.leave(principal.user, params.id);
    return { data: {}, message: "Conversation left" };
  });

  serveEndpoint(host, listMessages, async ({ principal, query: { limit = DEFAULT_PAGE, ...query } }) => {
    // The position before the rows: what commits in between is in both, and its id tells (D5.1).
    await relay.catchUp();
    const position = await host.hub.head();
    return { data: await chat.history(principal.user, { ...query, limit: Number(limit) }), position };
  });

  serveEndpoint(host, sendMessage, async ({ principal, body, connectionId, keep }) => ({
    data: await chat.send(principal.user, body, connectionId, (data) => keep({ data })),
  }));

  serveEndpoint(host, updateMessageStatus, async ({ principal, params, body }) => ({
    data: await chat.setStatus(principal.user, params.id, body.status),
  }));

  serveEndpoint(host, setTyping, async ({ principal, body, connectionId }) => {
    await chat.setTyping(principal.user, body.conversationId, body.isTyping, connectionId);
    return { data: { expiresInMs: TYPING_EXPIRES_MS } };
  });
}
