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
  /** Whether the reader sent it. Its status is then shown. */
  readonly isOwn: boolean;
  /** Whether the message before it is from the same person. The name is then not shown again. */
  readonly isContinued?: boolean | undefined;
  /** Shows the sender's name. Screen readers always get it. Default false. */
  readonly showName?: boolean | undefined;
  /** The time of day, as text. */
  readonly time: string;
}

/**
 * One message. Its text has its own direction, keeps its line breaks, and long words are broken.
 *
 * `data-status` is the status of the reader's own message; `data-own` says whether it is the reader's own.
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

/** Whether a text consists of one to three emojis. Such a text is shown large. */
function isEmojiOnly(text: string): boolean {
  return /^(?:\p{RGI_Emoji}\s*){1,3}$/v.test(text.trim());
}
