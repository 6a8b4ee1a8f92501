import type { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, it } from "vitest";
import { openDatabase } from "../../store/sqlite/open.ts";
import { createSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { type ConversationRepository, createConversationRepository } from "./conversation-repository.ts";
import { createMessageRepository, type MessageRepository } from "./message-repository.ts";

let database: DatabaseSync;
let conversations: ConversationRepository;
let messages: MessageRepository;

beforeEach(() => {
  database = openDatabase(":memory:");
  database.exec(`INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@x', 'U', 'user', 'h'),
    ('v', 'v@x', 'V', 'user', 'h'), ('w', 'w@x', 'W', 'user', 'h')`);
  conversations = createConversationRepository(createSqliteStore(database));
  messages = createMessageRepository(createSqliteStore(database));
  return () => database.close();
});

const count = (sql: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.n);
const say = (id: string, conversationId: string, senderId = "u") =>
  messages.insert({ id, conversationId, senderId, text: "x", clientMessageId: undefined });

it("S17.2: whoever leaves frees thousands of messages of waiting for them, in slices with turns between", async () => {
  await conversations.open("c", "", ["u", "v", "w"]);
  database.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
      INSERT INTO chat_messages (id, conversation_id, sender_id, text) SELECT 'm' || i, 'c', 'u', 'x' FROM n;
    INSERT INTO message_receipts (message_id, user_id, status) SELECT id, 'v', 'read' FROM chat_messages;
    INSERT INTO message_receipts (message_id, user_id) SELECT id, 'w' FROM chat_messages`);
  expect(await conversations.find("c", "w")).toMatchObject({ unreadCount: 1000 });
  let turns = 0;
  const ticker = setInterval(() => {
    turns += 1;
  }, 0);
  const leaving = conversations.leave("c", "w");
  // What is said while somebody leaves waits for them no longer either.
  await say("late", "c");
  await leaving;
  clearInterval(ticker);
  expect(turns).toBeGreaterThan(0);
  expect(count("message_receipts WHERE user_id = 'w'")).toBe(0);
  expect(count("chat_messages WHERE status = 'read'")).toBe(1100);
  expect(await conversations.takesPart("c", "w")).toBe(false);
  expect(await conversations.takesPart("c", "v")).toBe(true);
});

it("S17.1: a list is in order of the newest message for each participant, whoever writes the rows", async () => {
  for (const id of ["a", "b", "c"]) await conversations.open(id, id, ["u", "v"]);
  const ids = async (userId: string) =>
    (await conversations.list(userId, { limit: 10 })).map(({ conversationId }) => conversationId);
  await say("1", "b");
  await say("2", "a");
  expect((await ids("v")).slice(0, 2)).toEqual(["a", "b"]);
  database.exec("INSERT INTO chat_messages (id, conversation_id, sender_id, text) VALUES ('3', 'c', 'v', 'x')");
  expect(await ids("u")).toEqual(["c", "a", "b"]);
  // Who comes later finds it at the same place.
  await conversations.open("b", "", ["w"]);
  await conversations.open("a", "", ["w"]);
  expect(await ids("w")).toEqual(["a", "b"]);
});

it("S18.3: an integer that no number holds orders the list as any other", async () => {
  await conversations.open("a", "", ["u"]);
  await conversations.open("b", "", ["u"]);
  database.exec(`INSERT INTO chat_messages (seq, id, conversation_id, sender_id, text)
    VALUES (9007199254740993, '1', 'a', 'u', 'x'), (9007199254740995, '2', 'b', 'u', 'x')`);
  expect((await conversations.list("u", { limit: 1 }))[0]?.conversationId).toBe("b");
  expect((await conversations.list("u", { before: "b", limit: 1 }))[0]?.conversationId).toBe("a");
  await say("3", "a");
  expect((await messages.page("a", { limit: 5 })).map(({ messageId }) => messageId)).toEqual(["3", "1"]);
  expect((await messages.page("a", { before: "3", limit: 5 })).map(({ messageId }) => messageId)).toEqual(["1"]);
});

it("S18.2: a wrong time of when somebody was last here is reported, and they are in the conversation all the same", async () => {
  await conversations.open("a", "", ["u", "v"]);
  await conversations.setLastSeen("v", "never");
  const left: unknown[] = [];
  const reporting = createConversationRepository(createSqliteStore(database), (row) => left.push(row));
  expect(await reporting.members("a")).toEqual([
    { userId: "u", displayName: "U", lastSeen: null },
    { userId: "v", displayName: "V", lastSeen: null },
  ]);
  expect(left).toMatchObject([{ table: "last_seen", id: "v" }]);
});
