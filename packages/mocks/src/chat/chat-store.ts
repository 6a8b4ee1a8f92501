import {
  type ChatMessage,
  type Conversation,
  idOfPair,
  MAX_UNREAD,
  type MessageStatus,
  messageStatuses,
} from "@tidings/contracts/chat";
import type { Clock } from "../clock/clock.ts";

/** The fields of a user that conversations need. */
export interface Participant {
  readonly id: string;
  readonly name: string;
}

/** A message that is to be sent. */
export interface NewMessage {
  readonly conversationId: string;
  readonly text: string;
  readonly clientMessageId?: string | undefined;
  /** The sender's connection that does not get the message. Default: none of the sender's get it (D23.3). */
  readonly from?: string | undefined;
}

/** The conversations of a mock: the rows behind the endpoints. */
export interface ChatStore {
  /**
   * Ids of a user's conversations, the one with the newest message first. A conversation without messages counts by
   * when it was begun.
   */
  list(userId: string): string[];
  takesPart(conversationId: string, userId: string): boolean;
  /** Ids of its participants, in the order they joined; empty if there is no such conversation. */
  members(conversationId: string): readonly string[];
  /** A conversation as one participant sees it, without presence. */
  show(conversationId: string, userId: string): Omit<Conversation, "participants">;
  /** Makes a conversation, or adds missing participants to the existing one. Returns its id. */
  open(userIds: readonly string[], title?: string): string;
  leave(conversationId: string, userId: string): void;
  /** A page, newest first. */
  page(
    conversationId: string,
    request: { readonly before?: string | undefined; readonly limit: number },
  ): { readonly messages: ChatMessage[]; readonly next: string | null };
  find(messageId: string): ChatMessage | undefined;
  /** Stores a message once for each client message id. Returns the stored one, whatever its text. */
  say(sender: Participant, message: NewMessage, at?: string): ChatMessage;
  /** Sets a recipient's status, unless it is further already. Returns undefined if the user is not a recipient. */
  setReceipt(messageId: string, userId: string, status: MessageStatus): ChatMessage | undefined;
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly members: Set<string>;
  readonly messages: Said[];
}

interface Said {
  message: ChatMessage;
  readonly receipts: Map<string, MessageStatus>;
}

/** Makes a store. It reports each message and each change of a status, with the participants at that time. */
export function createChatStore(options: {
  readonly clock: Clock;
  onMessage(message: ChatMessage, members: readonly string[], from: string | undefined): void;
  onStatus(message: ChatMessage, members: readonly string[]): void;
}): ChatStore {
  const { clock } = options;
  const rows = new Map<string, Row>();
  const said = new Map<string, Said>();
  let counted = 0;

  const now = () => new Date(clock.now()).toISOString();
  const rowOf = (id: string): Row => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`there is no conversation ${id}`);
    return row;
  };
  const newest = (id: string) => rowOf(id).messages.at(-1)?.message.timestamp ?? "";

  /** Sets a message's status to the lowest of its recipients'. */
  function settle(one: Said, members: readonly string[]): void {
    const reached = [...one.receipts.values()].map((status) => messageStatuses.indexOf(status));
    const status = reached.length === 0 ? one.message.status : messageStatuses[Math.min(...reached)];
    if (status === undefined || status === one.message.status) return;
    one.message = { ...one.message, status };
    options.onStatus(one.message, members);
  }

  return {
    list: (userId) =>
      [...rows.values()]
        .toReversed()
        .filter(({ members }) => members.has(userId))
        .sort((a, b) => newest(b.id).localeCompare(newest(a.id)))
        .map(({ id }) => id),
    takesPart: (id, userId) => rows.get(id)?.members.has(userId) ?? false,
    members: (id) => [...(rows.get(id)?.members ?? [])],
    show(id, userId) {
      const { title, createdAt, messages } = rowOf(id);
      const unread = messages.filter(({ receipts }) => (receipts.get(userId) ?? "read") !== "read");
      const lastMessage = messages.at(-1)?.message ?? null;
      return { conversationId: id, title, createdAt, lastMessage, unreadCount: Math.min(unread.length, MAX_UNREAD) };
    },
    open(userIds, title = "") {
      counted += 1;
      const id = idOfPair(userIds, title) ?? `conv_mock-${counted}`;
      const row = rows.get(id) ?? { id, title, createdAt: now(), members: new Set(), messages: [] };
      for (const userId of userIds) row.members.add(userId);
      rows.set(id, row);
      return id;
    },
    leave(id, userId) {
      const { members, messages } = rowOf(id);
      members.delete(userId);
      for (const one of messages) {
        if ((one.receipts.get(userId) ?? "read") === "read") continue;
        one.receipts.delete(userId);
        settle(one, [...members]);
      }
    },
    page(id, { before, limit }) {
      const { messages } = rowOf(id);
      const found = messages.findIndex(({ message }) => message.messageId === before);
      const end = before === undefined ? messages.length : Math.max(found, 0);
      const start = Math.max(end - limit, 0);
      const page = messages.slice(start, end).map(({ message }) => message);
      return { messages: page.toReversed(), next: start > 0 ? (page[0]?.messageId ?? null) : null };
    },
    find: (messageId) => said.get(messageId)?.message,
    say(sender, { conversationId, text, clientMessageId, from }, at = now()) {
      const { members, messages } = rowOf(conversationId);
      const again = messages.find(
        ({ message }) =>
          clientMessageId !== undefined &&
          message.senderId === sender.id &&
          message.clientMessageId === clientMessageId,
      );
      if (again) return again.message;
      counted += 1;
      const message: ChatMessage = {
        messageId: `msg_mock-${counted}`,
        text,
        senderId: sender.id,
        senderName: sender.name,
        conversationId,
        timestamp: at,
        status: "sent",
        ...(clientMessageId !== undefined && { clientMessageId }),
      };
      const others = [...members].filter((userId) => userId !== sender.id);
      const one: Said = { message, receipts: new Map(others.map((userId) => [userId, "sent"])) };
      messages.push(one);
      said.set(message.messageId, one);
      options.onMessage(message, [...members], from);
      return message;
    },
    setReceipt(messageId, userId, status) {
      const one = said.get(messageId);
      const known = one?.receipts.get(userId);
      if (one === undefined || known === undefined) return undefined;
      if (messageStatuses.indexOf(status) > messageStatuses.indexOf(known)) {
        one.receipts.set(userId, status);
        settle(one, [...rowOf(one.message.conversationId).members]);
      }
      return one.message;
    },
  };
}
