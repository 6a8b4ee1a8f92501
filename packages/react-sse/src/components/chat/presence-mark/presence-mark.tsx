"use client";

import type { ReactNode } from "react";
import { type ChatFormat, defaultChatFormat } from "../../../format/chat-format.ts";
import { ReaderText } from "../../shared/reader-text.tsx";
import { useDayTurn } from "../../shared/use-day-turn.ts";
import { isToday } from "../is-today.ts";

/** Props of {@link PresenceMark}. */
export interface PresenceMarkProps {
  /** Undefined where it is not known: the connection is lost, or nobody has said yet. */
  readonly isOnline: boolean | undefined;
  /** ISO 8601; when they were last there. */
  readonly lastSeen?: string | null | undefined;
  readonly format?: ChatFormat | undefined;
  /** The time from which "Today" counts, in milliseconds since 1970. Default: the clock. */
  readonly now?: number | undefined;
}

/** Whether somebody is there: a dot, full or hollow, and words. */
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
  if (status === "unknown") return "Not known just now";
  if (status === "online") return "Online";
  if (lastSeen === undefined) return "Offline";
  // Words that are no time make no sentence.
  if (format.dayKey(lastSeen) === "") return "Offline";
  return `Last seen ${isToday(lastSeen, format, now) ? `at ${format.time(lastSeen)}` : format.moment(lastSeen)}`;
}
