"use client";

import type { ReactNode } from "react";
import { type ChatFormat, defaultChatFormat } from "../../../format/chat-format.ts";
import { ReaderText } from "../../shared/reader-text.tsx";
import { useDayTurn } from "../../shared/use-day-turn.ts";
import { isToday } from "../is-today.ts";

/** Props of {@link PresenceMark}. */
export interface PresenceMarkProps {
  /** Undefined if it is not known: the connection is lost, or no event has come yet. */
  readonly isOnline: boolean | undefined;
  /** When they were last online, ISO 8601. */
  readonly lastSeen?: string | null | undefined;
  readonly format?: ChatFormat | undefined;
  /** The time that decides what "Today" is, in milliseconds since 1970. Default: the clock. */
  readonly now?: number | undefined;
}

/** Whether somebody is online: a full or hollow dot, and words. */
export function PresenceMark({ isOnline, lastSeen, format = defaultChatFormat, now }: PresenceMarkProps): ReactNode {
  useDayTurn(format, now === undefined && isOnline === false);
  const status = isOnline === undefined ? "unknown" : isOnline ? "online" : "offline";
  return (
    <span data-slot="presence" data-status={status} data-tone={isOnline ? "success" : "neutral"}>
      <span data-slot="presence-dot" aria-hidden="true" />
      <ReaderText>{presenceWords(status, lastSeen ?? undefined, format, now ?? Date.now())}</ReaderText>
    </span>
  );
}

function presenceWords(
  status: "unknown" | "online" | "offline",
  lastSeen: string | undefined,
  format: ChatFormat,
  now: number,
): string {
  if (status === "unknown") return "Status unavailable";
  if (status === "online") return "Online";
  if (lastSeen === undefined) return "Offline";
  // A text that is not a time cannot be put into the sentence.
  if (format.dayKey(lastSeen) === "") return "Offline";
  return `Last seen ${isToday(lastSeen, format, now) ? `at ${format.time(lastSeen)}` : format.moment(lastSeen)}`;
}
