import type { ChatFormat } from "../../format/chat-format.ts";
import { machineTime } from "../../format/instant.ts";

/**
 * Whether a time is on the same day as `now` (milliseconds since 1970) in the reader's time zone. False for a text that
 * is not a time.
 */
export function isToday(iso: string, format: Pick<ChatFormat, "dayKey">, now: number): boolean {
  const key = format.dayKey(iso);
  return key !== "" && key === format.dayKey(machineTime(now) ?? "");
}
