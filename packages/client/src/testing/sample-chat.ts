import { sampleUsers } from "@tidings/contracts/auth";
import { type ChatMessage, sampleConversation, sampleMessages } from "@tidings/contracts/chat";

const { conversationId } = sampleConversation;
const { ada, grace } = sampleUsers;
/** When everything was said and done. */
export const timestamp = "2026-02-26T05:00:00.000Z";

/** Grace's, unless told otherwise. */
export const message = (n: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  ...sampleMessages[1],
  messageId: `msg_${n}`,
  text: `Line ${n}`,
  status: "read",
  timestamp: new Date(Date.parse(timestamp) + n * 1_000).toISOString(),
  ...more,
});
/** Ada's own. */
export const own = (n: number, more: Partial<ChatMessage> = {}) =>
  message(n, { senderId: ada.id, senderName: ada.name, status: "sent", ...more });

/** An event as it comes over the wire. */
export const event = (name: string, data: object, id?: string) => ({
  event: name,
  data: JSON.stringify(data),
  ...(id === undefined ? {} : { id }),
});
/** A conversation's greeting. */
export const greeting = (fields: object = {}) =>
  event("connected", {
    message: "SSE connection established",
    conversationId,
    timestamp,
    connectionId: "c-1",
    heartbeatMs: 30_000,
    position: "e:1",
    resume: "complete",
    ...fields,
  });
/** The event of a message. */
export const said = (n: number, more: Partial<ChatMessage> = {}) => event("message", message(n, more), `e:${n}`);
/** The event of a status. */
export const status = (n: number, to: string) =>
  event("statusUpdate", { messageId: `msg_${n}`, status: to, conversationId, timestamp }, `e:${n}00`);
/** Who types, as a page shows it. */
export const typingOf = (userId: string, displayName: string, isTyping = true) => ({
  ...{ userId, displayName, isTyping, conversationId, timestamp },
  expiresInMs: 6_000,
});
/** The event of Grace typing. */
export const typing = (isTyping: boolean) => event("typing", typingOf(grace.id, "Grace", isTyping));
/** The event of Grace coming or going. */
export const online = (isOnline: boolean) =>
  event("onlineStatus", {
    userId: grace.id,
    displayName: "Grace",
    isOnline,
    lastSeen: isOnline ? null : timestamp,
    conversationId,
    timestamp,
  });
