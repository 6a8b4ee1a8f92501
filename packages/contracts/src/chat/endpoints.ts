import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { PAGE_LIMIT_ERROR, pageLimit } from "../definition/page.ts";
import { conversation, sampleConversation, sampleMessages } from "./conversation.ts";
import { chatMessage, messageStatus } from "./message.ts";

/** What the API documents say of endpoints whose effect the caller's page shows by itself. */
const OTHER_DEVICES = "The sender's own streams are not told of it, unless the request names the one that need not be.";

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
 * `GET /api/chat/conversations`: a page of those that one takes part in, the one with the newest message first. A page
 * that is not full is the last; its last conversation's id is the `before` of the next.
 */
export const listConversations = defineEndpoint({
  name: "listConversations",
  method: "GET",
  path: "/api/chat/conversations",
  summary: "A page of the user's conversations, newest message first",
  description:
    "Those that one takes part in. A page with fewer conversations than its `limit` is the last; the id of its last one is the `before` of the next.",
  access: "user",
  query: z.strictObject({
    before: z.optional(
      z
        .string()
        .check(z.maxLength(200), annotate({ description: "A conversation's id: only those last spoken in before it" })),
    ),
    limit: z.optional(pageLimit("Conversations")),
  }),
  data: z.array(conversation),
  errors: { 400: PAGE_LIMIT_ERROR, ...unauthenticated, ...notFound },
  samples: { data: [sampleConversation] },
});

/**
 * `POST /api/chat/conversations`: begins a conversation with others. With one other and no title it answers the one
 * that there is, if there is one, and brings back whoever had left it.
 */
export const createConversation = defineEndpoint({
  name: "createConversation",
  method: "POST",
  path: "/api/chat/conversations",
  summary: "Begin a conversation, or find the one of two",
  description:
    "With one other and no title it answers the conversation that there is, if there is one, and brings back whoever had left it.",
  creates: true,
  access: "user",
  body: z.strictObject({
    /** The others, 50 at most (S22.4); the user is added by the server. */
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

/** `GET /api/chat/conversations/:id`; to anyone but its participants a conversation does not exist. */
export const getConversation = defineEndpoint({
  name: "getConversation",
  method: "GET",
  path: "/api/chat/conversations/:id",
  summary: "One conversation",
  description: "To anyone but its participants a conversation does not exist.",
  access: "user",
  data: conversation,
  errors: { ...unauthenticated, ...notFound },
  samples: { data: sampleConversation },
});

/** `POST /api/chat/conversations/:id/leave`: takes part no longer; one's open streams of it end. */
export const leaveConversation = defineEndpoint({
  name: "leaveConversation",
  method: "POST",
  path: "/api/chat/conversations/:id/leave",
  summary: "Leave a conversation",
  description: "One takes part no longer, and one's open streams of it end.",
  access: "user",
  data: z.object({}),
  errors: { ...unauthenticated, ...notFound },
  samples: { data: {} },
});

/** `GET /api/chat/messages?conversationId=`: a page of a conversation, newest first; `next` asks for the older ones. */
export const listMessages = defineEndpoint({
  name: "listMessages",
  method: "GET",
  path: "/api/chat/messages",
  summary: "A page of a conversation's messages, newest first, with the position to stream from",
  description: "The answer's `next` is the `before` of the page of older ones.",
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

/** `POST /api/chat/messages`: everyone else in the conversation hears it, and the sender's other connections (D23.3). */
export const sendMessage = defineEndpoint({
  name: "sendMessage",
  method: "POST",
  path: "/api/chat/messages",
  summary: "Send a message",
  description: `Everyone else in the conversation hears it. ${OTHER_DEVICES}`,
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
     * The client's own name for the message. A message that is sent again under the same name is stored once; another
     * text under it is refused.
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

/** `PUT /api/chat/messages/:id/status`: a recipient has it, or has read it. A status never goes back. */
export const updateMessageStatus = defineEndpoint({
  name: "updateMessageStatus",
  method: "PUT",
  path: "/api/chat/messages/:id/status",
  summary: "Say that a message was delivered or read",
  description: "Its recipients say it. A status never goes back.",
  access: "user",
  body: z.strictObject({ status: messageStatus }),
  data: chatMessage,
  errors: { ...unauthenticated, 403: "Only its recipients say how far a message is", 404: "Message not found" },
  samples: { body: { status: "read" }, data: sampleMessages[0] },
});

/** `POST /api/chat/typing`: one began or stopped to type. Said again every few seconds, or it expires by itself. */
export const setTyping = defineEndpoint({
  name: "setTyping",
  method: "POST",
  path: "/api/chat/typing",
  summary: "Say that one is typing, or no longer",
  description: `Said again every few seconds, or it expires by itself. ${OTHER_DEVICES}`,
  namesConnection: true,
  access: "user",
  body: z.strictObject({ conversationId, isTyping: z.boolean() }),
  data: z.object({ expiresInMs: z.number() }),
  errors: { ...unauthenticated, ...notFound },
  samples: { body: { conversationId: sampleConversation.conversationId, isTyping: true }, data: { expiresInMs: 6000 } },
});
