import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEvent } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";
import { time } from "../definition/time.ts";
import { sampleConversation, sampleMessages } from "./conversation.ts";
import { listMessages } from "./endpoints.ts";
import { chatMessage, messageStatus, messageStatusDisplay } from "./message.ts";

const { conversationId } = sampleConversation;

/** Milliseconds after which a typing notice expires on the server, unless it is sent again. */
export const TYPING_EXPIRES_MS = 6_000;

const message = defineEvent({
  description: "Another participant sent a message, or the user did on another device",
  schema: chatMessage,
  delivery: { durable: true },
  display: ({ senderName, text }) => ({
    tone: "info",
    announce: "polite",
    summary: `${senderName}: ${text.replace(/\s+/g, " ")}`,
  }),
  samples: { valid: [...sampleMessages], invalid: [{ messageId: "msg_123", text: "Hello!" }, "Hello!"] },
});

const statusUpdate = defineEvent({
  description: "A message was delivered to its recipients, or they have read it",
  schema: z.object({
    messageId: z.string(),
    status: messageStatus,
    conversationId: z.string(),
    timestamp: time("timestamp"),
  }),
  delivery: { durable: true },
  display: ({ status }) => ({
    tone: messageStatusDisplay[status].tone,
    announce: "off",
    summary: messageStatusDisplay[status].phrase,
  }),
  samples: {
    valid: [
      {
        messageId: sampleMessages[0].messageId,
        status: "read",
        conversationId,
        timestamp: "2026-02-26T05:00:05.000Z",
      },
    ],
    invalid: [{ messageId: "msg_123", status: "seen", conversationId, timestamp: "2026-02-26T05:00:05.000Z" }],
  },
});

const typing = defineEvent({
  description: "Another participant began or stopped typing, or the user did on another device",
  schema: z.object({
    userId: z.string(),
    displayName: z.string(),
    isTyping: z.boolean(),
    conversationId: z.string(),
    timestamp: time("timestamp"),
    /** Milliseconds after which a reader forgets a typing notice that is not repeated. */
    expiresInMs: z.number(),
  }),
  delivery: { ttl: TYPING_EXPIRES_MS, coalesceBy: ({ userId }) => `typing ${userId}` },
  display: ({ displayName, isTyping }) => ({
    tone: "neutral",
    announce: "off",
    summary: isTyping ? `${displayName} is typing` : `${displayName} stopped typing`,
  }),
  samples: {
    valid: [
      {
        userId: sampleUsers.ada.id,
        displayName: "Ada",
        isTyping: true,
        conversationId,
        timestamp: "2026-02-26T05:00:10.000Z",
        expiresInMs: TYPING_EXPIRES_MS,
      },
    ],
    invalid: [{ userId: sampleUsers.ada.id, isTyping: "yes" }],
  },
});

const onlineStatus = defineEvent({
  description: "Another participant came or went",
  schema: z.object({
    userId: z.string(),
    displayName: z.string(),
    isOnline: z.boolean(),
    lastSeen: z.nullable(time("lastSeen")),
    conversationId: z.string(),
    timestamp: time("timestamp"),
  }),
  delivery: { coalesceBy: ({ userId }) => `online ${userId}` },
  display: ({ displayName, isOnline }) => ({
    tone: isOnline ? "success" : "neutral",
    announce: "off",
    summary: isOnline ? `${displayName} is online` : `${displayName} is offline`,
  }),
  samples: {
    valid: [
      {
        userId: sampleUsers.grace.id,
        displayName: "Grace",
        isOnline: false,
        lastSeen: "2026-02-26T04:58:00.000Z",
        conversationId,
        timestamp: "2026-02-26T04:58:05.000Z",
      },
    ],
    invalid: [{ userId: sampleUsers.grace.id, isOnline: 1 }],
  },
});

/**
 * `GET /api/sse?conversationId=`, and the contract's own path: messages, statuses, typing and presence of the others in
 * a conversation. The contract has a path of its own because the notifications are at `/api/sse` too. Topic keys:
 * {@link chatTopicKey}.
 */
export const chatStream = defineStream({
  name: "chat",
  path: "/api/chat/stream",
  summary: "Messages, statuses, typing and presence of a conversation",
  access: "user",
  query: z.strictObject({
    conversationId: z
      .string()
      .check(
        z.minLength(1, "conversationId is required"),
        z.maxLength(200),
        annotate({ description: "The conversation whose events are sent" }),
      ),
  }),
  greeting: {
    fields: {
      message: z.literal("SSE connection established"),
      conversationId: z.string(),
      timestamp: time("timestamp"),
    },
    samples: {
      valid: [{ message: "SSE connection established", conversationId, timestamp: "2026-02-26T05:00:00.000Z" }],
      invalid: [{ message: "SSE connected", conversationId }],
    },
  },
  events: { message, statusUpdate, typing, onlineStatus },
  snapshot: listMessages,
  errors: { 404: "Conversation not found" },
});

/**
 * The topic key of one participant in one conversation. Each participant has a topic of their own, so that senders do
 * not get their own messages and a participant who leaves can be cut off.
 */
export function chatTopicKey(conversation: string, userId: string): string {
  return `${conversation}/${userId}`;
}
