import type { DatabaseSync } from "node:sqlite";
import { MAX_LIST } from "@tidings/contracts";
import * as z from "zod";
import { whenFree } from "../../store/sqlite/busy.ts";
import { isThere, type OnUnreadable, rowReader } from "../../store/sqlite/rows.ts";
import { prepareRows, prepareWrite } from "../../store/sqlite/statements.ts";
import { transaction } from "../../store/sqlite/transaction.ts";

const member = z.object({ userId: z.string(), displayName: z.string(), lastSeen: z.string().nullable() });
const found = z.object({ conversationId: z.string(), title: z.string(), createdAt: z.string(), unreadCount: z.int() });
const seat = z.object({ conversationId: z.string(), userId: z.string() });

/** Somebody in a conversation; `lastSeen` is null for whoever never was, ISO 8601 in UTC otherwise. */
export type Member = z.output<typeof member>;
/** A conversation as one participant has it. */
export type ConversationRow = z.output<typeof found>;

/** Who talks with whom. */
export interface ConversationRepository {
  /** A user's conversations, the one with the newest message first. */
  list(userId: string): Promise<readonly ConversationRow[]>;
  /** Undefined to whoever takes no part, too. */
  find(id: string, userId: string): Promise<ConversationRow | undefined>;
  members(id: string): Promise<readonly Member[]>;
  takesPart(id: string, userId: string): Promise<boolean>;
  /** Everyone who shares a conversation with a user, once for each conversation. */
  partners(userId: string): Promise<readonly z.output<typeof seat>[]>;
  /** Makes it, or adds whoever is missing to the one there is. */
  open(id: string, title: string, userIds: readonly string[]): Promise<void>;
  /** Messages then wait for one recipient less. */
  leave(id: string, userId: string): Promise<void>;
  setLastSeen(userId: string, at: string): Promise<void>;
}

/** SQL that sets the status of messages to the least that every recipient has reached. */
export const SETTLE_STATUS = `UPDATE chat_messages SET status = (
    SELECT CASE min(CASE status WHEN 'read' THEN 2 WHEN 'delivered' THEN 1 ELSE 0 END)
      WHEN 2 THEN 'read' WHEN 1 THEN 'delivered' ELSE 'sent' END
    FROM message_receipts WHERE message_id = chat_messages.id)
  WHERE EXISTS (SELECT 1 FROM message_receipts WHERE message_id = chat_messages.id)`;

/** Conversations in SQLite. A row that is wrong is left out, and `onUnreadable` is told. */
export function createSqliteConversationRepository(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
): ConversationRepository {
  const select = `SELECT c.id AS conversationId, c.title, c.created_at AS createdAt,
      (SELECT count(*) FROM message_receipts r JOIN chat_messages m ON m.id = r.message_id
       WHERE r.user_id = p.user_id AND r.status <> 'read' AND m.conversation_id = c.id) AS unreadCount
    FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id WHERE p.user_id = ?`;
  const ofUser = prepareRows(
    database,
    `${select} ORDER BY (SELECT max(seq) FROM chat_messages WHERE conversation_id = c.id) DESC NULLS LAST,
       c.created_at DESC, c.id LIMIT ${MAX_LIST}`,
  );
  const one = prepareRows(database, `${select} AND c.id = ?`);
  const ofConversation = prepareRows(
    database,
    `SELECT u.id AS userId, u.name AS displayName, s.at AS lastSeen FROM conversation_participants p
     JOIN users u ON u.id = p.user_id LEFT JOIN last_seen s ON s.user_id = u.id
     WHERE p.conversation_id = ? ORDER BY p.joined_at, u.name`,
  );
  const part = prepareRows(
    database,
    "SELECT 1 FROM conversation_participants WHERE conversation_id = ? AND user_id = ?",
  );
  const others = prepareRows(
    database,
    `SELECT other.conversation_id AS conversationId, other.user_id AS userId FROM conversation_participants mine
     JOIN conversation_participants other ON other.conversation_id = mine.conversation_id
     WHERE mine.user_id = ? AND other.user_id <> mine.user_id`,
  );
  const addConversation = prepareWrite(database, "INSERT OR IGNORE INTO conversations (id, title) VALUES (?, ?)");
  const addMember = prepareWrite(
    database,
    "INSERT OR IGNORE INTO conversation_participants (conversation_id, user_id) VALUES (?, ?)",
  );
  const removeMember = prepareWrite(
    database,
    "DELETE FROM conversation_participants WHERE conversation_id = ? AND user_id = ?",
  );
  const removeReceipts = prepareWrite(
    database,
    `DELETE FROM message_receipts WHERE user_id = ? AND status <> 'read'
     AND message_id IN (SELECT id FROM chat_messages WHERE conversation_id = ?)`,
  );
  const settle = prepareWrite(database, `${SETTLE_STATUS} AND conversation_id = ? AND status <> 'read'`);
  const seen = prepareWrite(
    database,
    "INSERT INTO last_seen (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at",
  );

  const readConversation = rowReader("conversations", (row) => found.parse(row), onUnreadable);
  const readMember = rowReader("users", (row) => member.parse(row), onUnreadable);
  const readSeat = rowReader("conversation_participants", (row) => seat.parse(row), onUnreadable);

  return {
    async list(userId) {
      return ofUser.all(userId).map(readConversation).filter(isThere);
    },
    async find(id, userId) {
      return readConversation(one.get(userId, id));
    },
    async members(id) {
      return ofConversation.all(id).map(readMember).filter(isThere);
    },
    async takesPart(id, userId) {
      return part.get(id, userId) !== undefined;
    },
    async partners(userId) {
      return others.all(userId).map(readSeat).filter(isThere);
    },
    open(id, title, userIds) {
      return whenFree(() =>
        transaction(database, () => {
          addConversation.run(id, title);
          for (const userId of userIds) addMember.run(id, userId);
        }),
      );
    },
    leave(id, userId) {
      return whenFree(() =>
        transaction(database, () => {
          removeMember.run(id, userId);
          removeReceipts.run(userId, id);
          settle.run(id);
        }),
      );
    },
    setLastSeen(userId, at) {
      return whenFree(() => {
        seen.run(userId, at);
      });
    },
  };
}
