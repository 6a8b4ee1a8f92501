import { sampleUsers } from "@tidings/contracts/auth";
import type { ChatStore } from "./chat-store.ts";

const MINUTE_MS = 60_000;

/** A conversation of Ada and Grace up to a few minutes before `now`; Grace's last line is unread. */
export function seedConversation(store: ChatStore, now: number): void {
  const { ada, grace } = sampleUsers;
  const conversationId = store.open([ada.id, grace.id]);
  const said = [
    { by: ada, minutesAgo: 26 * 60, text: "Good morning, Grace. Is the bakery on the corner open again?" },
    { by: grace, minutesAgo: 26 * 60 - 4, text: "Since Monday! And they have the plum tart." },
    { by: ada, minutesAgo: 26 * 60 - 5, text: "Then I know what I am doing on Sunday." },
    { by: grace, minutesAgo: 12, text: "Hi Ada — the plum tart is out of the oven.\nShall I keep you a slice?" },
  ];
  for (const [place, { by, minutesAgo, text }] of said.entries()) {
    const at = new Date(now - minutesAgo * MINUTE_MS).toISOString();
    const { messageId } = store.say(by, { conversationId, text }, at);
    if (place < said.length - 1) store.setReceipt(messageId, by === ada ? grace.id : ada.id, "read");
  }
}
