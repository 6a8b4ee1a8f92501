import type { DatabaseSync } from "node:sqlite";
import { whenFree } from "@tidings/admission/sqlite";
import type { ChatMessage, MessageStatus } from "@tidings/contracts/chat";
import { prepareRows, prepareWrite, type Row, transaction } from "@tidings/outbox/sqlite";
import { fillPage } from "../../store/sqlite/fill-page.ts";
import { type OnUnreadable, rowReader } from "../../store/sqlite/rows.ts";
import { SETTLE_STATUS } from "./conversation-repository.ts";
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
  insert(message: NewMessage, within?: (said: ChatMessage) => void): Promise<ChatMessage>;
  /** Sets a recipient's status, unless it is further already. False if the user is not a recipient. */
  setReceipt(id: string, userId: string, status: MessageStatus): Promise<boolean>;
}

/** Messages in SQLite. An invalid row is left out and reported to `onUnreadable`. */
export function createSqliteMessageRepository(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
): MessageRepository {
  const select = `SELECT m.seq, m.id, m.conversation_id, m.sender_id, u.name AS sender_name, m.text, m.status,
      m.client_message_id, m.created_at
    FROM chat_messages m JOIN users u ON u.id = m.sender_id`;
  const older = prepareRows(
    database,
    `${select} WHERE m.conversation_id = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT +?`,
  );
  const newest = prepareRows(database, `${select} WHERE m.conversation_id = ? ORDER BY m.seq DESC LIMIT +?`);
  const placeOf = prepareRows(database, "SELECT seq FROM chat_messages WHERE id = ? AND conversation_id = ?");
  const byId = prepareRows(database, `${select} WHERE m.id = ?`);
  const byClientId = prepareRows(
    database,
    `${select} WHERE m.conversation_id = ? AND m.sender_id = ? AND m.client_message_id = ?`,
  );
  const add = prepareWrite(
    database,
    `INSERT INTO chat_messages (id, conversation_id, sender_id, text, client_message_id, sender_connection, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const addReceipts = prepareWrite(
    database,
    `INSERT INTO message_receipts (message_id, user_id, conversation_id)
     SELECT ?, user_id, conversation_id FROM conversation_participants WHERE conversation_id = ? AND user_id <> ?`,
  );
  const receipt = prepareRows(database, "SELECT status FROM message_receipts WHERE message_id = ? AND user_id = ?");
  const advance = prepareWrite(database, "UPDATE message_receipts SET status = ? WHERE message_id = ? AND user_id = ?");
  const settle = prepareWrite(database, `${SETTLE_STATUS} AND id = ?`);

  const read = rowReader("chat_messages", toChatMessage, onUnreadable);

  return {
    async page(conversationId, { before, limit }) {
      const from = before === undefined ? undefined : placeOf.get(before, conversationId);
      if (before !== undefined && from === undefined) return [];
      return fillPage({
        limit,
        read,
        rows: ({ seq }: Row = from ?? {}, count) =>
          seq === undefined ? newest.all(conversationId, count) : older.all(conversationId, seq, count),
      });
    },
    async find(id) {
      return read(byId.get(id));
    },
    insert({ id, conversationId, senderId, text, clientMessageId, senderConnection }, within) {
      return whenFree(() =>
        transaction(database, () => {
          // A message that is sent again is stored once (D25.9).
          const said = clientMessageId && read(byClientId.get(conversationId, senderId, clientMessageId));
          if (said) {
            within?.(said);
            return said;
          }
          const at = timeAfter(newest.get(conversationId, 1)?.created_at);
          add.run(id, conversationId, senderId, text, clientMessageId ?? null, senderConnection ?? null, at);
          addReceipts.run(id, conversationId, senderId);
          const written = read(byId.get(id));
          if (written === undefined) throw new Error("a message was not where it was written");
          within?.(written);
          return written;
        }),
      );
    },
    setReceipt(id, userId, status) {
      return whenFree(() =>
        transaction(database, () => {
          const known = receipt.get(id, userId);
          if (known === undefined) return false;
          if (RANK[status] > rankOf(known.status)) {
            advance.run(status, id, userId);
            settle.run(id);
          }
          return true;
        }),
      );
    },
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
