import type { ChatMessage } from "@tidings/contracts/chat";
import type { ChatFormat } from "../../format/chat-format.ts";
import { machineTime } from "../../format/instant.ts";

/** The messages of one day. */
export interface MessageDay {
  /** The React key of the day: `2026-02-26`, followed by a number if the same day comes again later in the list. */
  readonly key: string;
  /** For `<time dateTime>`; undefined if the messages' time is not valid. */
  readonly date: string | undefined;
  /** The time of its first message, as the message has it. */
  readonly at: string;
  readonly messages: readonly ChatMessage[];
}

/** The days of UTC: the same on every server and in every browser. */
export const utcDays: Pick<ChatFormat, "dayKey"> = { dayKey: (iso) => machineTime(iso)?.slice(0, -14) ?? "" };

/** Messages, oldest first, by the day they were said on where the reader is. */
export function messageDays(messages: readonly ChatMessage[], format: Pick<ChatFormat, "dayKey">): MessageDay[] {
  const days: (MessageDay & { readonly messages: ChatMessage[] })[] = [];
  const times = new Map<string, number>();
  let current: string | undefined;
  for (const message of messages) {
    // A text that is not a time has no day. Each such text is a group of its own.
    const day = format.dayKey(message.timestamp) || `? ${message.timestamp}`;
    if (day === current) {
      days.at(-1)?.messages.push(message);
      continue;
    }
    current = day;
    const before = times.get(day) ?? 0;
    times.set(day, before + 1);
    const date = format.dayKey(message.timestamp) || undefined;
    days.push({ key: before === 0 ? day : `${day} ${before}`, date, at: message.timestamp, messages: [message] });
  }
  return days;
}
