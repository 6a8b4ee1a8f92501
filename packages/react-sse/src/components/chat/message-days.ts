import type { ChatMessage } from "@tidings/contracts/chat";
import type { ChatFormat } from "./chat-format.ts";

/** What was said on one day. */
export interface MessageDay {
  readonly key: string;
  /** ISO 8601: a time of that day. */
  readonly at: string;
  readonly messages: readonly ChatMessage[];
}

/** Messages, oldest first, by the day they were said on where the reader is. */
export function messageDays(messages: readonly ChatMessage[], format: Pick<ChatFormat, "dayKey">): MessageDay[] {
  const days: { readonly key: string; readonly at: string; readonly messages: ChatMessage[] }[] = [];
  for (const message of messages) {
    const key = format.dayKey(message.timestamp);
    const last = days.at(-1);
    if (last?.key === key) last.messages.push(message);
    else days.push({ key, at: message.timestamp, messages: [message] });
  }
  return days;
}
