import type { User } from "../auth/user.ts";
import type { PublishableEvent } from "../definition/stream.ts";
import { conversationOf } from "./conversation.ts";
import type { ChatMessage } from "./message.ts";
import { type chatStream, TYPING_EXPIRES_MS } from "./stream.ts";

/**
 * The address that brief 002 gives the stream, beside the contract's own. Brief 003 gives it to the notifications: a
 * request is for the chat where {@link namesConversation} says so.
 */
export const CHAT_ALIAS = "/api/sse";

/** Whether a request at {@link CHAT_ALIAS} is for the chat. */
export function namesConversation({ conversationId }: Readonly<Record<string, unknown>>): boolean {
  return conversationId !== undefined;
}

/** Milliseconds that a user without a chat stream still counts as online, because a reconnect is no absence. */
export const PRESENCE_GRACE_MS = 5_000;

/** Whom a user begins a conversation with: each once, and not the user. With nobody there is no conversation (400). */
export function otherParticipants(user: Pick<User, "id">, participantIds: readonly string[]): readonly string[] {
  return [...new Set(participantIds)].filter((id) => id !== user.id);
}

/**
 * The id of the one conversation that two users have without a title.
 *
 * @param participantIds All of them, whoever begins included
 * @returns undefined where each request begins another one: with a title, or of more than two
 */
export function idOfPair(participantIds: readonly string[], title: string): string | undefined {
  const [one, other, third] = participantIds;
  if (one === undefined || other === undefined || third !== undefined || title !== "") return undefined;
  return conversationOf(one, other);
}

/**
 * Whether a message that was said already under a client's name for it says what is sent now. If not, the text that is
 * sent now would be lost in silence: it is refused (422).
 */
export function isSameMessage(said: Pick<ChatMessage, "text">, sent: Pick<ChatMessage, "text">): boolean {
  return said.text === sent.text;
}

/** Somebody who is told what another says or does. */
export interface Hearer {
  readonly userId: string;
  /** The one connection of this user that is not told; undefined for none. */
  readonly exceptConnection: string | undefined;
}

/**
 * Who is told what a user says, or that the user types: everyone else, and the user's other connections where the
 * request named the one that it came from (D23.3).
 *
 * @param from The connection that the request named; that of somebody else leaves out nobody (D23.4)
 */
export function hearersOf(userIds: Iterable<string>, speakerId: string, from: string | undefined): readonly Hearer[] {
  return [...userIds]
    .filter((userId) => userId !== speakerId || from !== undefined)
    .map((userId) => ({ userId, exceptConnection: userId === speakerId ? from : undefined }));
}

type ChatEvent = PublishableEvent<typeof chatStream>;

/** What a stream's reader is greeted with, beside the connection's fields. @param timestamp ISO 8601 in UTC, now */
export function chatGreeting(conversationId: string, timestamp: string) {
  return { message: "SSE connection established", conversationId, timestamp } as const;
}

/** How far a message is. @param timestamp When it came there, ISO 8601 in UTC */
export function statusEvent(
  { messageId, status, conversationId }: Pick<ChatMessage, "messageId" | "status" | "conversationId">,
  timestamp: string,
): ChatEvent {
  return { event: "statusUpdate", data: { messageId, status, conversationId, timestamp } };
}

/** That a user types, or no longer does. @param timestamp ISO 8601 in UTC, now */
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

/** That a user came or went. @param timestamp ISO 8601 in UTC, now */
export function presenceEvent(
  conversationId: string,
  { id: userId, name: displayName }: Pick<User, "id" | "name">,
  presence: ReturnType<typeof presenceOf>,
  timestamp: string,
): ChatEvent {
  return { event: "onlineStatus", data: { userId, displayName, ...presence, conversationId, timestamp } };
}
