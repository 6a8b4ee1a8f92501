import type { Conversation } from "@tidings/contracts/chat";

/** What a conversation is called by one of its participants: its title, or the others' names. */
export function conversationName(conversation: Pick<Conversation, "title" | "participants">, userId: string): string {
  if (conversation.title !== "") return conversation.title;
  const others = conversation.participants.filter((one) => one.userId !== userId);
  return others.map(({ displayName }) => displayName).join(", ") || "Nobody else";
}
