import type { ChatMessage, MessageStatus } from "@tidings/contracts/chat";
import { fillPage } from "../../store/fill-page.ts";
import { type OnUnreadable, rowReader } from "../../store/rows.ts";
import { first, type Row, run, type Store, type Within, wait } from "../../store/store.ts";
import { lockConversation, lockMessage, SETTLE_STATUS } from "./conversation-repository.ts";
import { toChatMessage } from "./map-message-change.ts";

/** A message that is to be sent. */
export interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly text: string;
  readonly clientMessageId: string | undefined;
  /** The sender's connection that does not get it; undefined if none of the sender's do (D23.3). */
  readonly senderConnection?: string | undefined;
}

/** Messages and their statuses. Every change of a message is also written to `changes`, in the same transaction. */
export interface MessageRepository {
  /** Messages before one, newest first. */
  page(
    conversationId: string,
    request: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<readonly ChatMessage[]>;
  find(id: string): Promise<ChatMessage | undefined>;
  /**
   * Stores a message once for each client message id, and resolves with the stored one.
   *
   * @param within Called in the transaction with the stored message. If it throws, the transaction is rolled back.
   */
  insert(message: NewMessage, within?: Within<ChatMessage>): Promise<ChatMessage>;
  /** Sets a recipient's status, unless it is further already. False if the user is not a recipient. */
  setReceipt(id: string, userId: string, status: MessageStatus): Promise<boolean>;
}

const SELECT = `SELECT m.seq, m.id, m.conversation_id, m.sender_id, u.name AS sender_name, m.text, m.status,
    m.client_message_id, m.created_at
  FROM chat_messages m JOIN users u ON u.id = m.sender_id`;
const OLDER = `${SELECT} WHERE m.conversation_id = ?1 AND m.seq < ?2 ORDER BY m.seq DESC LIMIT +?3`;
const NEWEST = `${SELECT} WHERE m.conversation_id = ?1 ORDER BY m.seq DESC LIMIT +?2`;
const PLACE = "SELECT seq FROM chat_messages WHERE id = ?1 AND conversation_id = ?2";
const ONE = `${SELECT} WHERE m.id = ?1`;
const BY_CLIENT_ID = `${SELECT} WHERE m.conversation_id = ?1 AND m.sender_id = ?2 AND m.client_message_id = ?3`;
const ADD = `INSERT INTO chat_messages
    (id, conversation_id, sender_id, text, client_message_id, sender_connection, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`;
const ADD_RECEIPTS = `INSERT INTO message_receipts (message_id, user_id, conversation_id)
  SELECT m.id, p.user_id, p.conversation_id FROM chat_messages m
  JOIN conversation_participants p ON p.conversation_id = m.conversation_id AND p.user_id <> m.sender_id
  WHERE m.id = ?1`;
const RECEIPT = "SELECT status FROM message_receipts WHERE message_id = ?1 AND user_id = ?2";
const ADVANCE = "UPDATE message_receipts SET status = ?1 WHERE message_id = ?2 AND user_id = ?3";
const SETTLE = `${SETTLE_STATUS} AND id = ?1`;

/** Messages in a store. An invalid row is left out and reported to `onUnreadable`. */
export function createMessageRepository(store: Store, onUnreadable: OnUnreadable = () => {}): MessageRepository {
  const read = rowReader("chat_messages", toChatMessage, onUnreadable);

  return {
    async page(conversationId, { before, limit }) {
      const from = before === undefined ? undefined : await store.first(PLACE, before, conversationId);
      if (before !== undefined && from === undefined) return [];
      return fillPage({
        limit,
        read,
        rows: ({ seq }: Row = from ?? {}, count) =>
          seq === undefined ? store.all(NEWEST, conversationId, count) : store.all(OLDER, conversationId, seq, count),
      });
    },
    async find(id) {
      return read(await store.first(ONE, id));
    },
    insert: ({ id, conversationId, senderId, text, clientMessageId, senderConnection }, within) =>
      store.transaction(function* () {
        yield* lockConversation(store, conversationId);
        // A message that is sent again is stored once (D25.9).
        const said = clientMessageId && read(yield* first(BY_CLIENT_ID, conversationId, senderId, clientMessageId));
        if (said) {
          yield* wait(within?.(said));
          return said;
        }
        const at = timeAfter((yield* first(NEWEST, conversationId, 1))?.created_at);
        yield* run(ADD, id, conversationId, senderId, text, clientMessageId ?? null, senderConnection ?? null, at);
        yield* run(ADD_RECEIPTS, id);
        const written = read(yield* first(ONE, id));
        if (written === undefined) throw new Error("a message was not where it was written");
        yield* wait(within?.(written));
        return written;
      }),
    setReceipt: (id, userId, status) =>
      store.transaction(function* () {
        yield* lockMessage(store, id);
        const known = yield* first(RECEIPT, id, userId);
        if (known === undefined) return false;
        if (RANK[status] > rankOf(known.status)) {
          yield* run(ADVANCE, status, id, userId);
          yield* run(SETTLE, id);
        }
        return true;
      }),
  };
}

/**
 * How far ahead of the clock the last message may be so that the next one is timed after it. This covers a clock that
 * was set back a little, and no more.
 */
const MAX_AHEAD_MS = 60_000;

/** Now, or just after the last message: pages order messages by their times, so two of one millisecond must differ (C32.4). */
function timeAfter(last: unknown): string {
  const now = Date.now();
  const next = Date.parse(String(last)) + 1;
  return new Date(next > now && next <= now + MAX_AHEAD_MS ? next : now).toISOString();
}

const RANK: Readonly<Record<MessageStatus, number>> = { sent: 0, delivered: 1, read: 2 };

function rankOf(status: unknown): number {
  return status === "read" ? RANK.read : status === "delivered" ? RANK.delivered : RANK.sent;
}
