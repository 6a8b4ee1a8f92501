import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import type { ConversationRepository } from "./conversation-repository.ts";
import type { MessageRepository } from "./message-repository.ts";

const { ada, grace } = sampleUsers;

const lines = [
  { by: ada, text: "Good morning, Grace. Is the bakery on the corner open again?" },
  { by: grace, text: "Since Monday! And they have the plum tart." },
  { by: ada, text: "Then I know what I am doing on Sunday." },
  { by: grace, text: "The plum tart is out of the oven.\nShall I keep you a slice?" },
] as const;

/** The repositories that {@link seedConversation} fills. */
export interface ChatSeedTarget {
  readonly conversations: Pick<ConversationRepository, "open">;
  readonly messages: Pick<MessageRepository, "insert" | "setReceipt">;
}

/** A conversation of Ada and Grace, said just now; Ada has read all but the last line. */
export async function seedConversation({ conversations, messages }: ChatSeedTarget): Promise<void> {
  const conversationId = conversationOf(ada.id, grace.id);
  await conversations.open(conversationId, "", [ada.id, grace.id]);
  for (const [place, { by, text }] of lines.entries()) {
    const id = `msg_seed-${place + 1}`;
    await messages.insert({ id, conversationId, senderId: by.id, text, clientMessageId: undefined });
    const reader = by === ada ? grace : ada;
    if (place < lines.length - 1) await messages.setReceipt(id, reader.id, "read");
  }
}
