import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { whenFree } from "@tidings/admission/sqlite";
import { MAX_LIST, time } from "@tidings/contracts";
import { MAX_UNREAD } from "@tidings/contracts/chat";
import { prepareRows, prepareWrite, type Row, transaction } from "@tidings/outbox/sqlite";
import * as z from "zod";
import { fillPage } from "../../store/sqlite/fill-page.ts";
import { isThere, type OnUnreadable, rowReader } from "../../store/sqlite/rows.ts";

const member = z.object({ userId: z.string(), displayName: z.string() });
const found = z.object({
  conversationId: z.string(),
  title: z.string(),
  createdAt: time("createdAt"),
  unreadCount: z.int(),
});

/** Somebody in a conversation; `lastSeen` is ISO 8601 in UTC, or null for a user who was never online. */
export type Member = z.output<typeof member> & { readonly lastSeen: string | null };
/** A conversation as one participant sees it. */
export type ConversationRow = z.output<typeof found>;

/** The user who begins a conversation, and how many they may have begun; Infinity is no limit. */
export interface Beginner {
  readonly userId: string;
  readonly max: number;
}

/** Where conversations and their participants are kept. */
export interface ConversationRepository {
  /**
   * A page of a user's conversations, the one with the newest message first. It has fewer than `limit` only at the end.
   */
  list(
    userId: string,
    request: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<readonly ConversationRow[]>;
  /** Ids of a user's conversations in alphabetical order, after a given one. Fewer than `limit` only at the end. */
  idsOf(userId: string, after: string, limit: number): Promise<readonly string[]>;
  /** Undefined if it does not exist or the user is not a participant. */
  find(id: string, userId: string): Promise<ConversationRow | undefined>;
  /** The first {@link MAX_LIST} of them. */
  members(id: string): Promise<readonly Member[]>;
  /** Undefined if there is no such user. */
  person(userId: string): Promise<Omit<Member, "lastSeen"> | undefined>;
  takesPart(id: string, userId: string): Promise<boolean>;
  /**
   * Creates it, or adds the missing participants to the existing one.
   *
   * @param within Called in the transaction with what the first user then sees. If it throws, the transaction is rolled
   *   back.
   * @returns false, without creating anything, if the user has begun as many as they may
   */
  open(
    id: string,
    title: string,
    userIds: readonly string[],
    beginner?: Beginner,
    within?: (opened: ConversationRow | undefined, members: readonly Member[]) => void,
  ): Promise<boolean>;
  /** Removes a participant. Messages then no longer wait for them as a recipient. */
  leave(id: string, userId: string): Promise<void>;
  setLastSeen(userId: string, at: string): Promise<void>;
}

/** SQL that sets the status of messages to the lowest of their recipients. */
export const SETTLE_STATUS = `UPDATE chat_messages SET status = (
    SELECT CASE min(CASE status WHEN 'read' THEN 2 WHEN 'delivered' THEN 1 ELSE 0 END)
      WHEN 2 THEN 'read' WHEN 1 THEN 'delivered' ELSE 'sent' END
    FROM message_receipts WHERE message_id = chat_messages.id)
  WHERE EXISTS (SELECT 1 FROM message_receipts WHERE message_id = chat_messages.id)`;

/** Conversations in SQLite. An invalid row is left out and reported to `onUnreadable`. */
export function createSqliteConversationRepository(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
): ConversationRepository {
  const select = `SELECT c.id AS conversationId, c.title, c.created_at AS createdAt, p.last_seq, p.joined_at,
      (SELECT count(*) FROM (SELECT 1 FROM message_receipts r WHERE r.user_id = p.user_id
         AND r.conversation_id = p.conversation_id AND r.status <> 'read' LIMIT ${MAX_UNREAD})) AS unreadCount
    FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id WHERE p.user_id = ?`;
  const ofUser = prepareRows(
    database,
    `${select} AND (p.last_seq, p.joined_at, p.conversation_id) < (?, ?, ?)
     ORDER BY p.last_seq DESC, p.joined_at DESC, p.conversation_id DESC LIMIT +?`,
  );
  const placeOf = prepareRows(
    database,
    `SELECT last_seq, joined_at, conversation_id AS conversationId FROM conversation_participants
     WHERE conversation_id = ? AND user_id = ?`,
  );
  const ids = prepareRows(
    database,
    `SELECT conversation_id AS conversationId FROM conversation_participants
     WHERE user_id = ? AND conversation_id > ? ORDER BY conversation_id LIMIT +?`,
  );
  const one = prepareRows(database, `${select} AND c.id = ?`);
  const ofConversation = prepareRows(
    database,
    `SELECT u.id AS userId, u.name AS displayName, s.at AS lastSeen FROM conversation_participants p
     JOIN users u ON u.id = p.user_id LEFT JOIN last_seen s ON s.user_id = u.id
     WHERE p.conversation_id = ? ORDER BY p.joined_at, u.name LIMIT ${MAX_LIST}`,
  );
  const byId = prepareRows(database, "SELECT id AS userId, name AS displayName FROM users WHERE id = ?");
  const part = prepareRows(
    database,
    "SELECT 1 FROM conversation_participants WHERE conversation_id = ? AND user_id = ?",
  );
  const known = prepareRows(database, "SELECT 1 FROM conversations WHERE id = ?");
  const begun = prepareRows(
    database,
    "SELECT count(*) AS begun FROM (SELECT 1 FROM conversations WHERE created_by = ? LIMIT +?)",
  );
  const addConversation = prepareWrite(
    database,
    "INSERT OR IGNORE INTO conversations (id, title, created_by) VALUES (?, ?, ?)",
  );
  const addMember = prepareWrite(
    database,
    "INSERT OR IGNORE INTO conversation_participants (conversation_id, user_id) VALUES (?, ?)",
  );
  const removeMember = prepareWrite(
    database,
    "DELETE FROM conversation_participants WHERE conversation_id = ? AND user_id = ?",
  );
  const unread = prepareRows(
    database,
    `SELECT message_id FROM message_receipts WHERE user_id = ? AND conversation_id = ? AND status <> 'read'
     LIMIT ${SLICE}`,
  );
  const removeReceipt = prepareWrite(database, "DELETE FROM message_receipts WHERE message_id = ? AND user_id = ?");
  const settle = prepareWrite(database, `${SETTLE_STATUS} AND id = ?`);
  const seen = prepareWrite(
    database,
    "INSERT INTO last_seen (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at",
  );

  const readConversation = rowReader("conversations", (row) => found.parse(row), onUnreadable);
  const readPerson = rowReader("users", (row) => member.parse(row), onUnreadable);
  const readLastSeen = rowReader("last_seen", ({ lastSeen }) => lastSeenAt.parse(lastSeen), onUnreadable);

  function readMember(row: Row): Member | undefined {
    const person = readPerson(row);
    return person && { ...person, lastSeen: readLastSeen(row) ?? null };
  }

  const findNow = (id: string, userId: string) => readConversation(one.get(userId, id));
  const membersNow = (id: string) => ofConversation.all(id).map(readMember).filter(isThere);

  /** Removes a user from the next messages that wait for them. Returns false if none waits any more. */
  function forget(id: string, userId: string): boolean {
    const messages = unread.all(userId, id);
    for (const { message_id: messageId = null } of messages) {
      removeReceipt.run(messageId, userId);
      settle.run(messageId);
    }
    return messages.length === SLICE;
  }

  return {
    async list(userId, { before, limit }) {
      const newest = before === undefined ? NEWEST : placeOf.get(before, userId);
      if (newest === undefined) return [];
      return fillPage({
        limit,
        read: readConversation,
        rows({ last_seq = null, joined_at = null, conversationId = null } = newest, count) {
          return ofUser.all(userId, last_seq, joined_at, conversationId, count);
        },
      });
    },
    async idsOf(userId, after, limit) {
      return ids.all(userId, after, limit).map((row) => String(row.conversationId));
    },
    find: async (id, userId) => findNow(id, userId),
    members: async (id) => membersNow(id),
    async person(userId) {
      return readPerson(byId.get(userId));
    },
    async takesPart(id, userId) {
      return part.get(id, userId) !== undefined;
    },
    open(id, title, userIds, beginner, within) {
      return whenFree(() =>
        transaction(database, () => {
          const { userId = null, max = Number.POSITIVE_INFINITY } = beginner ?? {};
          const isFull = max !== Number.POSITIVE_INFINITY && Number(begun.get(userId, max)?.begun) >= max;
          if (isFull && known.get(id) === undefined) return false;
          addConversation.run(id, title, userId);
          for (const member of userIds) addMember.run(id, member);
          const [viewer = ""] = userIds;
          within?.(findNow(id, viewer), membersNow(id));
          return true;
        }),
      );
    },
    async leave(id, userId) {
      // In slices, and the participant's own row last: if the request is interrupted, the user still takes part and can
      // leave again.
      while (await whenFree(() => transaction(database, () => forget(id, userId)))) await turn();
      await whenFree(() =>
        transaction(database, () => {
          // Messages that were sent since the last slice.
          forget(id, userId);
          removeMember.run(id, userId);
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

/** How many messages are updated, or rows read, in one turn of the event loop. */
const SLICE = 50;
/** A place after every conversation. */
const NEWEST: Row = { last_seq: 2n ** 63n - 1n, joined_at: "\u{10FFFF}", conversationId: "\u{10FFFF}" };
const lastSeenAt = z.nullable(time("lastSeen"));
