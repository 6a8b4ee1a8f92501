import { setImmediate as turn } from "node:timers/promises";
import { MAX_LIST, time } from "@tidings/contracts";
import { MAX_UNREAD } from "@tidings/contracts/chat";
import * as z from "zod";
import { fillPage } from "../../store/fill-page.ts";
import { isThere, type OnUnreadable, rowReader } from "../../store/rows.ts";
import { all, first, type Row, run, type Store, type Value, type Work, wait } from "../../store/store.ts";

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
    within?: (opened: ConversationRow | undefined, members: readonly Member[]) => void | PromiseLike<void>,
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

/** How many messages are updated, or rows read, in one turn of the event loop. */
const SLICE = 50;

const SELECT = `SELECT c.id AS "conversationId", c.title, c.created_at AS "createdAt", p.last_seq, p.joined_at,
    (SELECT count(*) FROM (SELECT 1 FROM message_receipts r WHERE r.user_id = p.user_id
       AND r.conversation_id = p.conversation_id AND r.status <> 'read' LIMIT ${MAX_UNREAD}) AS unread) AS "unreadCount"
  FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id WHERE p.user_id = ?1`;
const OF_USER = `${SELECT} AND (p.last_seq, p.joined_at, p.conversation_id) < (?2, ?3, ?4)
  ORDER BY p.last_seq DESC, p.joined_at DESC, p.conversation_id DESC LIMIT +?5`;
const ONE = `${SELECT} AND c.id = ?2`;
const PLACE = `SELECT last_seq, joined_at, conversation_id AS "conversationId" FROM conversation_participants
  WHERE conversation_id = ?1 AND user_id = ?2`;
const IDS = `SELECT conversation_id AS "conversationId" FROM conversation_participants
  WHERE user_id = ?1 AND conversation_id > ?2 ORDER BY conversation_id LIMIT +?3`;
const MEMBERS = `SELECT u.id AS "userId", u.name AS "displayName", s.at AS "lastSeen" FROM conversation_participants p
  JOIN users u ON u.id = p.user_id LEFT JOIN last_seen s ON s.user_id = u.id
  WHERE p.conversation_id = ?1 ORDER BY p.joined_at, u.name LIMIT ${MAX_LIST}`;
const PERSON = 'SELECT id AS "userId", name AS "displayName" FROM users WHERE id = ?1';
const PART = "SELECT 1 AS one FROM conversation_participants WHERE conversation_id = ?1 AND user_id = ?2";
const BEGUN = "SELECT count(*) AS begun FROM (SELECT 1 FROM conversations WHERE created_by = ?1 LIMIT +?2) AS own";
const ADD = "INSERT INTO conversations (id, title, created_by) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const ADD_MEMBER =
  "INSERT INTO conversation_participants (conversation_id, user_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
const REMOVE_MEMBER = "DELETE FROM conversation_participants WHERE conversation_id = ?1 AND user_id = ?2";
const UNREAD = `SELECT message_id FROM message_receipts WHERE user_id = ?1 AND conversation_id = ?2 AND status <> 'read'
  LIMIT ${SLICE}`;
const REMOVE_RECEIPT = "DELETE FROM message_receipts WHERE message_id = ?1 AND user_id = ?2";
const SETTLE = `${SETTLE_STATUS} AND id = ?1`;
const SEEN = "INSERT INTO last_seen (user_id, at) VALUES (?1, ?2) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at";

/**
 * Locks a conversation: who takes part, who has read, and the order of its messages are changed by one transaction at a
 * time. Resolves with whether it exists.
 */
export function* lockConversation(store: Store, id: string): Work<boolean> {
  return (yield* first(`SELECT id FROM conversations WHERE id = ?1 ${store.lock}`, id)) !== undefined;
}

/** Conversations in a store. An invalid row is left out and reported to `onUnreadable`. */
export function createConversationRepository(
  store: Store,
  onUnreadable: OnUnreadable = () => {},
): ConversationRepository {
  const readConversation = rowReader("conversations", (row) => found.parse(row), onUnreadable);
  const readPerson = rowReader("users", (row) => member.parse(row), onUnreadable);
  const readLastSeen = rowReader("last_seen", ({ lastSeen }) => lastSeenAt.parse(lastSeen), onUnreadable);

  function readMember(row: Row): Member | undefined {
    const person = readPerson(row);
    return person && { ...person, lastSeen: readLastSeen(row) ?? null };
  }

  const readMembers = (rows: readonly Row[]) => rows.map(readMember).filter(isThere);

  /** Removes a user from the next messages that wait for them. Returns false if none waits any more. */
  function* forget(id: string, userId: string): Work<boolean> {
    yield* lockConversation(store, id);
    const messages = yield* all(UNREAD, userId, id);
    for (const { message_id: messageId = null } of messages) {
      yield* lockMessage(store, messageId);
      yield* run(REMOVE_RECEIPT, messageId, userId);
      yield* run(SETTLE, messageId);
    }
    return messages.length === SLICE;
  }

  return {
    async list(userId, { before, limit }) {
      const newest = before === undefined ? NEWEST : await store.first(PLACE, before, userId);
      if (newest === undefined) return [];
      return fillPage({
        limit,
        read: readConversation,
        rows({ last_seq = null, joined_at = null, conversationId = null } = newest, count) {
          return store.all(OF_USER, userId, last_seq, joined_at, conversationId, count);
        },
      });
    },
    async idsOf(userId, after, limit) {
      return (await store.all(IDS, userId, after, limit)).map((row) => String(row.conversationId));
    },
    find: async (id, userId) => readConversation(await store.first(ONE, userId, id)),
    members: async (id) => readMembers(await store.all(MEMBERS, id)),
    person: async (userId) => readPerson(await store.first(PERSON, userId)),
    takesPart: async (id, userId) => (await store.first(PART, id, userId)) !== undefined,
    open: (id, title, userIds, beginner, within) =>
      store.transaction(function* () {
        const { userId = null, max = Number.POSITIVE_INFINITY } = beginner ?? {};
        if (max !== Number.POSITIVE_INFINITY) {
          // Of two requests of one user at a time, the second has to count what the first begins.
          yield* first(`SELECT id FROM users WHERE id = ?1 ${store.lock}`, userId);
          const isFull = Number((yield* first(BEGUN, userId, max))?.begun) >= max;
          if (isFull && !(yield* lockConversation(store, id))) return false;
        }
        yield* run(ADD, id, title, userId);
        yield* lockConversation(store, id);
        for (const member of userIds) yield* run(ADD_MEMBER, id, member);
        const [viewer = ""] = userIds;
        const opened = readConversation(yield* first(ONE, viewer, id));
        const members = readMembers(yield* all(MEMBERS, id));
        yield* wait(within?.(opened, members));
        return true;
      }),
    async leave(id, userId) {
      // In slices, and the participant's own row last: if the request is interrupted, the user still takes part and can
      // leave again.
      while (await store.transaction(() => forget(id, userId))) await turn();
      await store.transaction(function* () {
        // Messages that were sent since the last slice.
        yield* forget(id, userId);
        yield* run(REMOVE_MEMBER, id, userId);
      });
    },
    async setLastSeen(userId, at) {
      await store.run(SEEN, userId, at);
    },
  };
}

/** Locks a message, whose status several recipients change. Lock its conversation first where both are needed. */
export function* lockMessage(store: Store, id: Value): Work<void> {
  yield* first(`SELECT id FROM chat_messages WHERE id = ?1 ${store.lock}`, id);
}

/** A place after every conversation. */
const NEWEST: Row = { last_seq: 2n ** 63n - 1n, joined_at: "\u{10FFFF}", conversationId: "\u{10FFFF}" };
const lastSeenAt = z.nullable(time("lastSeen"));
