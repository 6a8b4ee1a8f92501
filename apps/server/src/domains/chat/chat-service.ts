import { randomUUID } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { Revocations } from "@tidings/admission";
import { contractError } from "@tidings/admission/http";
import type { EndpointBody } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";
import {
  type ChatMessage,
  type Conversation,
  chatStream,
  chatTopicKey,
  conversationOf,
  createConversation,
  getConversation,
  idOfPair,
  isSameMessage,
  type MessageStatus,
  otherParticipants,
  presenceOf,
  sendMessage,
  updateMessageStatus,
} from "@tidings/contracts/chat";
import type { UserRepository } from "../../auth/user-repository.ts";
import type { Within } from "../../store/store.ts";
import type { ConversationRepository, ConversationRow, Member } from "./conversation-repository.ts";
import type { MessageRepository } from "./message-repository.ts";
import type { Presence } from "./presence.ts";
import type { Typing } from "./typing.ts";

/** The operations on conversations. Anyone who is not a participant gets `not_found`, admins too (S3). */
export interface ChatService {
  /**
   * A page, with fewer entries than `limit` only at the end. @throws Refusal `not_found` if `before` is not a
   * conversation of the user
   */
  list(
    user: User,
    request: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<readonly Conversation[]>;
  get(user: User, id: string): Promise<Conversation>;
  /**
   * @param within Called in the transaction that opens it, with the answer. If it throws, the transaction is rolled
   *   back.
   */
  create(
    user: User,
    body: EndpointBody<typeof createConversation>,
    within?: Within<Conversation>,
  ): Promise<Conversation>;
  /** Also ends the user's streams of the conversation. */
  leave(user: User, id: string): Promise<void>;
  /** @throws Refusal `not_found` unless the user takes part */
  check(user: User, id: string): Promise<void>;
  history(
    user: User,
    request: { readonly conversationId: string; readonly before?: string | undefined; readonly limit: number },
  ): Promise<{ readonly messages: ChatMessage[]; readonly next: string | null }>;
  /**
   * @param from The sender's connection, which does not get the event. Without it none of the sender's connections do
   *   (D23.3).
   * @param within Called in the transaction that stores it, with the answer. If it throws, the transaction is rolled
   *   back.
   */
  send(
    user: User,
    body: EndpointBody<typeof sendMessage>,
    from?: string,
    within?: Within<ChatMessage>,
  ): Promise<ChatMessage>;
  setStatus(user: User, messageId: string, status: MessageStatus): Promise<ChatMessage>;
  /** @param from As for {@link ChatService.send}. */
  setTyping(user: User, conversationId: string, isTyping: boolean, from?: string): Promise<void>;
}

/** How much one user may begin (S22.1, S22.2). */
export interface ChatQuotas {
  /** How many existing conversations a user may have begun; Infinity is no limit. */
  readonly conversations: number;
  /**
   * Counts people whom a user newly writes to, without a conversation of two with them.
   *
   * @throws Refusal `too_many_requests`
   */
  contact(userId: string, people: number): Promise<void>;
}

/** What {@link createChatService} works with. */
export interface ChatParts {
  readonly conversations: ConversationRepository;
  readonly messages: MessageRepository;
  readonly users: Pick<UserRepository, "find">;
  readonly presence: Pick<Presence, "isOnline">;
  readonly typing: Typing;
  /** Ends the streams of a topic on every node. */
  readonly endTopic: Revocations["endTopic"];
  readonly quotas: ChatQuotas;
  /** Called after a message was written, so that the relay runs at once. */
  readonly onChange: () => void;
}

/** How many conversations of a list are read in one turn of the event loop. */
const SHOWN_A_TURN = 10;

/** Makes {@link ChatService}. */
export function createChatService(parts: ChatParts): ChatService {
  const { conversations, messages, users, presence, typing, endTopic, quotas, onChange } = parts;

  async function show(row: ConversationRow): Promise<Conversation> {
    const [lastMessage = null] = await messages.page(row.conversationId, { limit: 1 });
    return compose(row, await conversations.members(row.conversationId), lastMessage);
  }

  function compose(
    row: ConversationRow,
    members: readonly Member[],
    lastMessage: Conversation["lastMessage"],
  ): Conversation {
    const participants = members.map((member) => ({
      ...member,
      ...presenceOf(presence.isOnline(member.userId), member.lastSeen),
    }));
    return { ...row, participants, lastMessage };
  }

  async function get(user: User, id: string): Promise<Conversation> {
    const row = await conversations.find(id, user.id);
    if (row === undefined) throw contractError(getConversation, 404);
    return show(row);
  }

  /** Counts the people who have no conversation of two with the user, or have left it. */
  async function strangersAmong(user: User, others: readonly string[]): Promise<number> {
    let strangers = 0;
    for (const id of others) {
      if (!(await conversations.takesPart(conversationOf(user.id, id), id))) strangers += 1;
    }
    return strangers;
  }

  async function check(user: User, id: string): Promise<void> {
    if (!(await conversations.takesPart(id, user.id))) throw contractError(getConversation, 404);
  }

  return {
    async list(user, { before, limit }) {
      if (before !== undefined) await check(user, before);
      const shown: Conversation[] = [];
      for (const row of await conversations.list(user.id, { before, limit })) {
        shown.push(await show(row));
        // Each may have hundreds of participants.
        if (shown.length % SHOWN_A_TURN === 0) await turn();
      }
      return shown;
    },
    get,

    async create(user, { participantIds, title = "" }, within) {
      const others = otherParticipants(user, participantIds);
      if (others.length === 0) throw contractError(createConversation, 400);
      for (const id of others) {
        if ((await users.find(id)) === undefined) throw contractError(createConversation, 404);
      }
      const strangers = await strangersAmong(user, others);
      if (strangers > 0) await quotas.contact(user.id, strangers);
      const id = idOfPair([user.id, ...others], title) ?? `conv_${randomUUID()}`;
      const beginner = { userId: user.id, max: quotas.conversations };
      // Read it before the transaction, in which nothing can be awaited.
      const [lastMessage = null] = await messages.page(id, { limit: 1 });
      let opened: Conversation | undefined;
      await conversations.open(id, title, [user.id, ...others], beginner, (row, members) => {
        if (row === undefined) throw contractError(createConversation, 404);
        opened = compose(row, members, lastMessage);
        return within?.(opened);
      });
      if (opened === undefined) throw contractError(createConversation, 403);
      return opened;
    },

    async leave(user, id) {
      await check(user, id);
      await typing.clear(id, user);
      await conversations.leave(id, user.id);
      endTopic(chatStream.topic(chatTopicKey(id, user.id)));
      onChange();
    },
    check,

    async history(user, { conversationId, before, limit }) {
      await check(user, conversationId);
      // Read one more than requested, to know whether there are more.
      const page = await messages.page(conversationId, { before, limit: limit + 1 });
      const shown = page.slice(0, limit);
      return { messages: shown, next: page.length > limit ? (shown.at(-1)?.messageId ?? null) : null };
    },

    async send(user, { conversationId, text, clientMessageId }, from, within) {
      await check(user, conversationId);
      const message = { id: `msg_${randomUUID()}`, conversationId, senderId: user.id, text, clientMessageId };
      const sent = await messages.insert({ ...message, senderConnection: from }, (said) => {
        if (!isSameMessage(said, { text })) throw contractError(sendMessage, 422);
        return within?.(said);
      });
      await typing.clear(conversationId, user);
      onChange();
      return sent;
    },

    async setStatus(user, messageId, status) {
      const message = await messages.find(messageId);
      if (message === undefined || !(await conversations.takesPart(message.conversationId, user.id))) {
        throw contractError(updateMessageStatus, 404);
      }
      if (!(await messages.setReceipt(messageId, user.id, status))) throw contractError(updateMessageStatus, 403);
      onChange();
      return (await messages.find(messageId)) ?? message;
    },

    async setTyping(user, conversationId, isTyping, from) {
      await check(user, conversationId);
      await typing.set(conversationId, user, isTyping, from);
    },
  };
}
