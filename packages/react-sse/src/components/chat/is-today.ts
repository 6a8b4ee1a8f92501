import type { ChatFormat } from "../../format/chat-format.ts";
import { machineTime } from "../../format/instant.ts";

/** Whether a time lies on the reader's day of `now`, in milliseconds since 1970; what is no time lies on no day. */
export function isToday(iso: string, format: Pick<ChatFormat, "dayKey">, now: number): boolean {
  const key = format.dayKey(iso);
  return key !== "" && key === format.dayKey(machineTime(now) ?? "");
}
