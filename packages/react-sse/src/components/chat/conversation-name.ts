import type { Conversation } from "@tidings/contracts/chat";
import { named } from "../../format/text.ts";

/** The name of a conversation for one of its participants: its title, or the other participants' names. */
export function conversationName(conversation: Pick<Conversation, "title" | "participants">, userId: string): string {
  const title = named(conversation.title, "");
  if (title !== "") return title;
  const others = conversation.participants.filter((one) => one.userId !== userId);
  return named(others.map(({ displayName }) => named(displayName, "Somebody")).join(", "), "Nobody else");
}
