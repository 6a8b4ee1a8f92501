import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it, vi } from "vitest";
import { createManualClock } from "../clock/manual-clock.ts";
import { createChatStore } from "./chat-store.ts";
import { seedConversation } from "./seed.ts";

it("Ada and Grace have talked since yesterday, and only Grace's last line is unread", () => {
  const clock = createManualClock();
  const store = createChatStore({ clock, onMessage: vi.fn(), onStatus: vi.fn() });
  seedConversation(store, clock.now());
  const { ada, grace } = sampleUsers;
  const [id = ""] = store.list(ada.id);
  expect(store.list(grace.id)).toEqual([id]);
  const { messages } = store.page(id, { limit: 10 });
  const ago = messages.map(({ timestamp }) => (clock.now() - Date.parse(timestamp)) / 60_000);
  expect(ago).toEqual([12, 1555, 1556, 1560]);
  expect(messages.map(({ senderId, status }) => [senderId, status])).toEqual([
    [grace.id, "sent"],
    [ada.id, "read"],
    [grace.id, "read"],
    [ada.id, "read"],
  ]);
  expect([ada, grace].map((user) => store.show(id, user.id).unreadCount)).toEqual([1, 0]);
});
