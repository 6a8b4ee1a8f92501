import { randomUUID } from "node:crypto";
import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it, vi } from "vitest";
import { openDatabase } from "../../store/sqlite/open.ts";
import { createSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { createChatService } from "./chat-service.ts";
import { createConversationRepository } from "./conversation-repository.ts";
import { createMessageRepository } from "./message-repository.ts";

const { ada } = sampleUsers;

it("S17.2: a list is filled ten conversations at a time, and others get their turn between", async () => {
  const database = openDatabase(":memory:");
  database.exec(`INSERT INTO users (id, email, name, role, password_hash)
    VALUES ('${ada.id}', 'ada@example.com', 'Ada', 'user', 'h')`);
  const conversations = createConversationRepository(createSqliteStore(database));
  for (let index = 0; index < 45; index += 1) await conversations.open(`conv_${randomUUID()}`, "x", [ada.id]);
  let turn = 0;
  let ticking = setImmediate(function tick() {
    turn += 1;
    ticking = setImmediate(tick);
  });
  const shownIn: number[] = [];
  const { members } = conversations;
  vi.spyOn(conversations, "members").mockImplementation((id) => {
    shownIn.push(turn);
    return members(id);
  });
  const chat = createChatService({
    conversations,
    messages: createMessageRepository(createSqliteStore(database)),
    users: { find: async () => undefined },
    presence: { isOnline: () => false },
    typing: { set: async () => {}, clear: async () => {}, close: () => {} },
    endTopic: () => {},
    quotas: { conversations: Number.POSITIVE_INFINITY, contact: async () => {} },
    onChange: () => {},
  });
  expect(await chat.list(ada, { limit: 45 })).toHaveLength(45);
  clearImmediate(ticking);
  const counts = [...new Set(shownIn)].map((one) => shownIn.filter((other) => other === one).length);
  expect(counts).toEqual([10, 10, 10, 10, 5]);
  database.close();
});
