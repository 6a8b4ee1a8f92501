import type { DatabaseSync } from "node:sqlite";
import type { ChatMessage, MessageStatus } from "@tidings/contracts/chat";
import { whenFree } from "../../store/sqlite/busy.ts";
import { transaction } from "../../store/sqlite/transaction.ts";
import { SETTLE_STATUS } from "./conversation-repository.ts";
import { toChatMessage } from "./map-message-change.ts";

/** A message about to be sent. */
export interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly text: string;
  readonly clientMessageId: string | undefined;
}

/** What was said, and how far it is. Every change of a message is also written to `changes`, in the same transaction. */
export interface MessageRepository {
  /** Messages before one, newest first. */
  page(
    conversationId: string,
    request: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<readonly ChatMessage[]>;
  find(id: string): Promise<ChatMessage | undefined>;
  /** Says it once for each client message id; answers what was said. */
  insert(message: NewMessage): Promise<ChatMessage>;
  /** A recipient's status, unless they are further already. False for whoever is no recipient. */
  setReceipt(id: string, userId: string, status: MessageStatus): Promise<boolean>;
}

/** Messages in SQLite. */
export function createSqliteMessageRepository(database: DatabaseSync): MessageRepository {
  const select = `SELECT m.id, m.conversation_id, m.sender_id, u.name AS sender_name, m.text, m.status,
      m.client_message_id, m.created_at
    FROM chat_messages m JOIN users u ON u.id = m.sender_id`;
  const before = database.prepare(
    `${select} WHERE m.conversation_id = ?1
     AND (?2 IS NULL OR m.seq < (SELECT seq FROM chat_messages WHERE id = ?2 AND conversation_id = ?1))
     ORDER BY m.seq DESC LIMIT +?3`,
  );
  const byId = database.prepare(`${select} WHERE m.id = ?`);
  const byClientId = database.prepare(
    `${select} WHERE m.conversation_id = ? AND m.sender_id = ? AND m.client_message_id = ?`,
  );
  const add = database.prepare(
    "INSERT INTO chat_messages (id, conversation_id, sender_id, text, client_message_id) VALUES (?, ?, ?, ?, ?)",
  );
  const addReceipts = database.prepare(
    `INSERT INTO message_receipts (message_id, user_id)
     SELECT ?, user_id FROM conversation_participants WHERE conversation_id = ? AND user_id <> ?`,
  );
  const receipt = database.prepare("SELECT status FROM message_receipts WHERE message_id = ? AND user_id = ?");
  const advance = database.prepare("UPDATE message_receipts SET status = ? WHERE message_id = ? AND user_id = ?");
  const settle = database.prepare(`${SETTLE_STATUS} AND id = ?`);

  function read(row: Readonly<Record<string, unknown>> | undefined): ChatMessage | undefined {
    return row && toChatMessage(row as Parameters<typeof toChatMessage>[0]);
  }

  return {
    async page(conversationId, request) {
      return before.all(conversationId, request.before ?? null, request.limit).flatMap((row) => read(row) ?? []);
    },
    async find(id) {
      return read(byId.get(id));
    },
    insert({ id, conversationId, senderId, text, clientMessageId }) {
      return whenFree(() =>
        transaction(database, () => {
          const said = clientMessageId && read(byClientId.get(conversationId, senderId, clientMessageId));
          if (said) return said;
          add.run(id, conversationId, senderId, text, clientMessageId ?? null);
          addReceipts.run(id, conversationId, senderId);
          const written = read(byId.get(id));
          if (written === undefined) throw new Error("a message was not where it was written");
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

const RANK: Readonly<Record<MessageStatus, number>> = { sent: 0, delivered: 1, read: 2 };

function rankOf(status: unknown): number {
  return status === "read" ? RANK.read : status === "delivered" ? RANK.delivered : RANK.sent;
}
