import * as z from "zod/mini";
import type { Tone } from "../definition/event.ts";
import { time } from "../definition/time.ts";

/** How far a message has got, in order. */
export const messageStatuses = ["sent", "delivered", "read"] as const;

/** One of {@link messageStatuses}: the lowest that any recipient has reached. */
export const messageStatus = z.enum(messageStatuses);
/** {@link messageStatus} as a type. */
export type MessageStatus = z.output<typeof messageStatus>;

/** How each status looks. */
export const messageStatusDisplay: Readonly<Record<MessageStatus, { readonly tone: Tone; readonly phrase: string }>> = {
  sent: { tone: "neutral", phrase: "Sent" },
  delivered: { tone: "info", phrase: "Delivered" },
  read: { tone: "success", phrase: "Read" },
};

/** A message of a conversation; `timestamp` is ISO 8601 in UTC. */
export const chatMessage = z.object({
  messageId: z.string(),
  text: z.string(),
  senderId: z.string(),
  senderName: z.string(),
  conversationId: z.string(),
  timestamp: time("timestamp"),
  status: messageStatus,
  /** The id that the sending client gave it; missing if it gave none. */
  clientMessageId: z.optional(z.string()),
});
/** {@link chatMessage} as a type. */
export type ChatMessage = z.output<typeof chatMessage>;
