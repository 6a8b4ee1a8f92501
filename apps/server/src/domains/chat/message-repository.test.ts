import { sampleUsers } from "@tidings/contracts/auth";
import { afterEach, expect, it, vi } from "vitest";
import { openDatabase } from "../../store/sqlite/open.ts";
import { createSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { createMessageRepository } from "./message-repository.ts";

const { ada } = sampleUsers;
const start = Date.parse("2026-02-26T05:00:00.000Z");

afterEach(() => {
  vi.useRealTimers();
});

it("C32.4: the times of messages are in the order in which they were said, within a millisecond and when the clock is set back a little", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const database = openDatabase(":memory:");
  database.exec(`INSERT INTO users (id, email, name, role, password_hash)
    VALUES ('${ada.id}', 'ada@example.com', 'Ada', 'user', 'h');
    INSERT INTO conversations (id) VALUES ('c')`);
  const messages = createMessageRepository(createSqliteStore(database));
  let count = 0;
  const say = async (now: number) => {
    vi.setSystemTime(now);
    count += 1;
    const message = { id: `m-${count}`, conversationId: "c", senderId: ada.id, text: "x", clientMessageId: undefined };
    return Date.parse((await messages.insert(message)).timestamp) - start;
  };
  expect([await say(start), await say(start), await say(start), await say(start + 500)]).toEqual([0, 1, 2, 500]);
  expect(await say(start - 30_000)).toBe(501);
  // An hour is no accident of two clocks: the time is true.
  expect(await say(start - 3_600_000)).toBe(-3_600_000);
  database.exec("UPDATE chat_messages SET created_at = 'never'");
  expect(await say(start)).toBe(0);
  database.close();
});
