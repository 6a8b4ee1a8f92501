import type { User } from "../auth/user.ts";
import type { PublishableEvent } from "../definition/stream.ts";
import { conversationOf } from "./conversation.ts";
import type { ChatMessage } from "./message.ts";
import { type chatStream, TYPING_EXPIRES_MS } from "./stream.ts";

/**
 * The address that brief 002 gives the stream, beside the contract's own. Brief 003 gives the same address to the
 * notifications, so {@link namesConversation} decides which of the two a request is for.
 */
export const CHAT_ALIAS = "/api/sse";

/** Whether a request at {@link CHAT_ALIAS} is for the chat. */
export function namesConversation({ conversationId }: Readonly<Record<string, unknown>>): boolean {
  return conversationId !== undefined;
}

/**
 * Milliseconds for which a user without a chat stream still counts as online, so that a reconnect is not shown as
 * leaving.
 */
export const PRESENCE_GRACE_MS = 5_000;

/**
 * The users that a conversation is begun with: each once, and not its creator. If nobody is left the request is refused
 * (400).
 */
export function otherParticipants(user: Pick<User, "id">, participantIds: readonly string[]): readonly string[] {
  return [...new Set(participantIds)].filter((id) => id !== user.id);
}

/**
 * The id of the one conversation that two users have without a title.
 *
 * @param participantIds All participants, the creator included
 * @returns undefined for a conversation with a title or of more than two: each request begins a new one
 */
export function idOfPair(participantIds: readonly string[], title: string): string | undefined {
  const [one, other, third] = participantIds;
  if (one === undefined || other === undefined || third !== undefined || title !== "") return undefined;
  return conversationOf(one, other);
}

/**
 * Whether a stored message has the same text as one that is sent now with the same client id. If not, the new text
 * would be lost in silence, so it is refused (422).
 */
export function isSameMessage(said: Pick<ChatMessage, "text">, sent: Pick<ChatMessage, "text">): boolean {
  return said.text === sent.text;
}

/** A user to whom an event of another user is published. */
export interface Hearer {
  readonly userId: string;
  /** The one connection of this user that does not get the event; undefined if all get it. */
  readonly exceptConnection: string | undefined;
}

/**
 * The users who get a message or a typing notice of a user: everyone else, and the user's own other connections if the
 * request named the one that it came from (D23.3).
 *
 * @param from The connection that the request named. One of another user leaves out nobody (D23.4)
 */
export function hearersOf(userIds: Iterable<string>, speakerId: string, from: string | undefined): readonly Hearer[] {
  return [...userIds]
    .filter((userId) => userId !== speakerId || from !== undefined)
    .map((userId) => ({ userId, exceptConnection: userId === speakerId ? from : undefined }));
}

type ChatEvent = PublishableEvent<typeof chatStream>;

/** The chat's own fields of the greeting. @param timestamp ISO 8601 in UTC, now */
export function chatGreeting(conversationId: string, timestamp: string) {
  return { message: "SSE connection established", conversationId, timestamp } as const;
}

/** The event for a message's new status. @param timestamp When the message reached it, ISO 8601 in UTC */
export function statusEvent(
  { messageId, status, conversationId }: Pick<ChatMessage, "messageId" | "status" | "conversationId">,
  timestamp: string,
): ChatEvent {
  return { event: "statusUpdate", data: { messageId, status, conversationId, timestamp } };
}

/** The event for a user who began or stopped typing. @param timestamp The time now, ISO 8601 in UTC */
export function typingEvent(
  conversationId: string,
  { id: userId, name: displayName }: Pick<User, "id" | "name">,
  isTyping: boolean,
  timestamp: string,
): ChatEvent {
  const data = { userId, displayName, isTyping, conversationId, timestamp, expiresInMs: TYPING_EXPIRES_MS };
  return { event: "typing", data };
}

/** A user's presence. `lastSeen` is null for a user who is online now. */
export function presenceOf(isOnline: boolean, lastSeen: string | null) {
  return { isOnline, lastSeen: isOnline ? null : lastSeen };
}

/** The event for a user who came or went. @param timestamp The time now, ISO 8601 in UTC */
export function presenceEvent(
  conversationId: string,
  { id: userId, name: displayName }: Pick<User, "id" | "name">,
  presence: ReturnType<typeof presenceOf>,
  timestamp: string,
): ChatEvent {
  return { event: "onlineStatus", data: { userId, displayName, ...presence, conversationId, timestamp } };
}
