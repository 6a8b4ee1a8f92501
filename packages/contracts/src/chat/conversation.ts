import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { type ChatMessage, chatMessage } from "./message.ts";

/**
 * A user who takes part. `lastSeen` is when their last chat stream closed; null if they are online now or never were.
 */
export const participant = z.object({
  userId: z.string(),
  displayName: z.string(),
  isOnline: z.boolean(),
  lastSeen: z.nullable(time("lastSeen")),
});
/** {@link participant} as a type. */
export type Participant = z.output<typeof participant>;

/** The largest {@link conversation} `unreadCount`. */
export const MAX_UNREAD = 1000;

/** A conversation as one of its participants sees it. */
export const conversation = z.object({
  conversationId: z.string(),
  /** Empty for a conversation of two without a title; show the other participant's name then. */
  title: z.string(),
  participants: z.array(participant),
  createdAt: time("createdAt"),
  lastMessage: z.nullable(chatMessage),
  /** How many messages of others this participant has not read. {@link MAX_UNREAD} means that many or more. */
  unreadCount: wholeNumber(),
});
/** {@link conversation} as a type. */
export type Conversation = z.output<typeof conversation>;

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);

/** The id of the conversation of two users. It does not depend on who begins it, so that there is only one. */
export function conversationOf(one: string, other: string): string {
  return `conv_${[one, other].sort().join("_")}`;
}

/** Messages for mocks, stories and documents. */
export const sampleMessages = [
  {
    messageId: "msg_4f1c2d3e",
    text: "Hello!",
    senderId: ada.id,
    senderName: ada.name,
    conversationId,
    timestamp: "2026-02-26T05:00:00.000Z",
    status: "read",
  },
  {
    messageId: "msg_5a2b3c4d",
    text: "Hi Ada — the plum tart is out of the oven.\nShall I keep you a slice?",
    senderId: grace.id,
    senderName: grace.name,
    conversationId,
    timestamp: "2026-02-26T05:00:20.000Z",
    status: "delivered",
  },
] as const satisfies readonly ChatMessage[];

/** A conversation of two for mocks, stories and documents. */
export const sampleConversation: Conversation = {
  conversationId,
  title: "",
  participants: [
    { userId: ada.id, displayName: ada.name, isOnline: true, lastSeen: null },
    { userId: grace.id, displayName: grace.name, isOnline: false, lastSeen: "2026-02-26T04:58:00.000Z" },
  ],
  createdAt: "2026-02-26T04:50:00.000Z",
  lastMessage: sampleMessages[1],
  unreadCount: 1,
};
