"use client";

import { type ChatMessage, messageStatusDisplay } from "@tidings/contracts/chat";
import { memo, type ReactNode } from "react";
import { machineTime } from "../../../format/instant.ts";
import { named } from "../../../format/text.ts";
import { ReaderTime } from "../../shared/reader-text.tsx";
import { messageStatusIcons } from "../chat-icons.tsx";

/** Props of {@link MessageBubble}. */
export interface MessageBubbleProps {
  readonly message: ChatMessage;
  /** Whether the reader said it; then it says how far it is. */
  readonly isOwn: boolean;
  /** Whether it goes on what the same person said just before: then the name is not shown again. */
  readonly isContinued?: boolean | undefined;
  /** Shows the name to eyes, too; screen readers always hear it. Default false. */
  readonly showName?: boolean | undefined;
  /** The time of day as it is written. */
  readonly time: string;
}

/**
 * One message. Its text stands in its own direction, keeps its lines, and breaks words that are too long for it.
 *
 * `data-status` is how far one's own is, `data-own` whose it is.
 */
export const MessageBubble = memo(function MessageBubble({
  message,
  isOwn,
  isContinued = false,
  showName = false,
  time,
}: MessageBubbleProps): ReactNode {
  const { messageId, text, senderName, timestamp, status } = message;
  return (
    <div
      data-slot="message-bubble"
      data-own={isOwn ? "" : undefined}
      data-continued={isContinued ? "" : undefined}
      data-status={status}
    >
      <p data-slot="message-sender" className={showName && !isContinued ? undefined : "tidings-visually-hidden"}>
        <bdi>{isOwn ? "You" : named(senderName, "Somebody")}</bdi>
        <span className="tidings-visually-hidden">:</span>
      </p>
      <p data-slot="message-text" dir="auto" data-emoji={isEmojiOnly(text) ? "" : undefined}>
        {text}
      </p>
      <p data-slot="message-meta" data-unread={isOwn || status === "read" ? undefined : messageId}>
        <ReaderTime dateTime={machineTime(timestamp)}>{time}</ReaderTime>
        {isOwn && <MessageState status={status} />}
      </p>
    </div>
  );
});

function MessageState({ status }: Pick<ChatMessage, "status">): ReactNode {
  const { tone, phrase } = messageStatusDisplay[status];
  const StatusIcon = messageStatusIcons[status];
  return (
    <span data-slot="message-status" data-status={status} data-tone={tone}>
      <StatusIcon />
      <span>{phrase}</span>
    </span>
  );
}

/** One to three pictures and nothing else are shown large. */
function isEmojiOnly(text: string): boolean {
  return /^(?:\p{RGI_Emoji}\s*){1,3}$/v.test(text.trim());
}
