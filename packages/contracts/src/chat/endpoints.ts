import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { PAGE_LIMIT_ERROR, pageLimit } from "../definition/page.ts";
import { conversation, sampleConversation, sampleMessages } from "./conversation.ts";
import { chatMessage, messageStatus } from "./message.ts";

/** What the API documents say of endpoints whose effect the caller's page already shows. */
const OTHER_DEVICES =
  "The sender's own streams do not get the event. If the request names one of them in `Tidings-Connection-Id`, only that one does not.";

const notFound = { 404: "Conversation not found" } as const;
const unauthenticated = { 401: authErrors[401] } as const;
const conversationId = z
  .string()
  .check(
    z.minLength(1, "conversationId is required"),
    z.maxLength(200),
    annotate({ description: "The conversation's id" }),
  );

/**
 * `GET /api/chat/conversations`: a page of the user's conversations, the one with the newest message first. A page that
 * is not full is the last. Pass the id of its last conversation as `before` to get the next page.
 */
export const listConversations = defineEndpoint({
  name: "listConversations",
  method: "GET",
  path: "/api/chat/conversations",
  summary: "A page of the user's conversations, newest message first",
  description:
    "The conversations that the user takes part in. A page with fewer conversations than its `limit` is the last. Pass the id of its last conversation as `before` to get the next page.",
  access: "user",
  query: z.strictObject({
    before: z.optional(
      z
        .string()
        .check(
          z.maxLength(200),
          annotate({ description: "The id of a conversation: list only those whose newest message is older" }),
        ),
    ),
    limit: z.optional(pageLimit("Conversations")),
  }),
  data: z.array(conversation),
  errors: { 400: PAGE_LIMIT_ERROR, ...unauthenticated, ...notFound },
  samples: { data: [sampleConversation] },
});

/**
 * `POST /api/chat/conversations`: begins a conversation with others. With one other user and no title it returns the
 * conversation that the two already have, if there is one, and adds whoever had left it again.
 */
export const createConversation = defineEndpoint({
  name: "createConversation",
  method: "POST",
  path: "/api/chat/conversations",
  summary: "Begin a conversation, or find the one that two users have",
  description:
    "With one other user and no title it returns the conversation that the two already have, if there is one, and adds whoever had left it again.",
  creates: true,
  access: "user",
  body: z.strictObject({
    /** The other users, 50 at most (S22.4). The server adds the caller. */
    participantIds: z
      .array(z.string().check(z.minLength(1), z.maxLength(64)))
      .check(z.minLength(1, "participantIds must name at least one user"), z.maxLength(50)),
    title: z.optional(z.string().check(z.maxLength(120))),
  }),
  status: 201,
  data: conversation,
  errors: {
    400: "participantIds must name at least one other user",
    ...unauthenticated,
    403: "You have begun as many conversations as one may; write in one of those",
    404: "There is no such user",
    429: "You have written to many new people in a short time",
  },
  samples: { body: { participantIds: [sampleUsers.grace.id] }, data: sampleConversation },
});

/** `GET /api/chat/conversations/:id`. Anyone who is not a participant gets 404. */
export const getConversation = defineEndpoint({
  name: "getConversation",
  method: "GET",
  path: "/api/chat/conversations/:id",
  summary: "One conversation",
  description: "Anyone who is not a participant gets 404.",
  access: "user",
  data: conversation,
  errors: { ...unauthenticated, ...notFound },
  samples: { data: sampleConversation },
});

/**
 * `POST /api/chat/conversations/:id/leave`: the user no longer takes part, and their open streams of the conversation
 * end.
 */
export const leaveConversation = defineEndpoint({
  name: "leaveConversation",
  method: "POST",
  path: "/api/chat/conversations/:id/leave",
  summary: "Leave a conversation",
  description: "The user no longer takes part, and their open streams of the conversation end.",
  access: "user",
  data: z.object({}),
  errors: { ...unauthenticated, ...notFound },
  samples: { data: {} },
});

/**
 * `GET /api/chat/messages?conversationId=`: a page of a conversation's messages, newest first. Pass its `next` as
 * `before` to get the older ones.
 */
export const listMessages = defineEndpoint({
  name: "listMessages",
  method: "GET",
  path: "/api/chat/messages",
  summary: "A page of a conversation's messages, newest first, with the position to stream from",
  description: "Pass the answer's `next` as `before` to get the page of older messages.",
  access: "user",
  query: z.strictObject({
    conversationId,
    before: z.optional(
      z.string().check(z.maxLength(64), annotate({ description: "A message's id: the page begins before it" })),
    ),
    limit: z.optional(pageLimit("Messages")),
  }),
  data: z.object({
    messages: z.array(chatMessage),
    /** What to pass as `before` for the next page; null on the last. */
    next: z.nullable(z.string()),
  }),
  errors: { ...unauthenticated, ...notFound },
  samples: { data: { messages: [...sampleMessages].reverse(), next: null } },
});

/**
 * `POST /api/chat/messages`: everyone else in the conversation gets it, and so do the sender's other connections
 * (D23.3).
 */
export const sendMessage = defineEndpoint({
  name: "sendMessage",
  method: "POST",
  path: "/api/chat/messages",
  summary: "Send a message",
  description: `Everyone else in the conversation gets it. ${OTHER_DEVICES}`,
  namesConnection: true,
  creates: true,
  access: "user",
  body: z.strictObject({
    conversationId,
    text: z.string().check(
      z.refine((text) => text.trim() !== "", { error: "text is required" }),
      z.maxLength(8000),
    ),
    /**
     * The client's own id for the message. A message that is sent again with the same id is stored once. Another text
     * with that id is refused.
     */
    clientMessageId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  }),
  status: 201,
  data: chatMessage,
  errors: {
    400: "text is required",
    ...unauthenticated,
    ...notFound,
    422: "clientMessageId names another message of yours already; give this one a name of its own",
  },
  samples: {
    body: { conversationId: sampleConversation.conversationId, text: "Hello!" },
    data: { ...sampleMessages[0], status: "sent" },
  },
});

/**
 * `PUT /api/chat/messages/:id/status`: a recipient reports that a message was delivered or read. A status never goes
 * back.
 */
export const updateMessageStatus = defineEndpoint({
  name: "updateMessageStatus",
  method: "PUT",
  path: "/api/chat/messages/:id/status",
  summary: "Say that a message was delivered or read",
  description: "Only recipients may report it. A status never goes back.",
  access: "user",
  body: z.strictObject({ status: messageStatus }),
  data: chatMessage,
  errors: { ...unauthenticated, 403: "Only its recipients say how far a message is", 404: "Message not found" },
  samples: { body: { status: "read" }, data: sampleMessages[0] },
});

/**
 * `POST /api/chat/typing`: the user began or stopped typing. The client repeats it every few seconds, or it expires.
 */
export const setTyping = defineEndpoint({
  name: "setTyping",
  method: "POST",
  path: "/api/chat/typing",
  summary: "Say that the user is typing, or has stopped",
  description: `Repeat it every few seconds, or it expires. ${OTHER_DEVICES}`,
  namesConnection: true,
  access: "user",
  body: z.strictObject({ conversationId, isTyping: z.boolean() }),
  data: z.object({ expiresInMs: z.number() }),
  errors: { ...unauthenticated, ...notFound },
  samples: { body: { conversationId: sampleConversation.conversationId, isTyping: true }, data: { expiresInMs: 6000 } },
});
