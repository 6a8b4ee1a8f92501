"use client";

import type { OlderState } from "@tidings/client";
import type { OutgoingMessage, TypingUser } from "@tidings/client/chat";
import type { ChatMessage } from "@tidings/contracts/chat";
import { type ReactNode, useMemo, useState } from "react";
import { type ChatFormat, defaultChatFormat } from "../../../format/chat-format.ts";
import type { Problem } from "../../../format/reason-of.ts";
import { Blank } from "../../shared/blank.tsx";
import { Failed } from "../../shared/failed.tsx";
import { ReaderTime } from "../../shared/reader-text.tsx";
import { useBrowserLayoutEffect } from "../../shared/use-browser-layout-effect.ts";
import { useDayTurn } from "../../shared/use-day-turn.ts";
import { useHydrated } from "../../shared/use-hydrated.ts";
import { DownIcon } from "../chat-icons.tsx";
import { MessageBubble } from "../message-bubble/message-bubble.tsx";
import { messageDays, utcDays } from "../message-days.ts";
import { OutgoingBubble } from "../outgoing-bubble/outgoing-bubble.tsx";
import { TypingIndicator } from "../typing-indicator/typing-indicator.tsx";
import { MessageListSkeleton } from "./message-list-skeleton.tsx";
import { OlderMessages } from "./older-messages.tsx";
import { useLogScroll } from "./use-log-scroll.ts";
import { useSeen } from "./use-seen.ts";

/** Props of {@link MessageList}. */
export interface MessageListProps {
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Who reads. */
  readonly userId: string;
  /** What became of loading them. Messages already there stay while `loading` and on `error`. */
  readonly status: "loading" | "ready" | "error";
  readonly error?: Problem | undefined;
  /** One's own that are on their way or did not get through. */
  readonly outgoing?: readonly OutgoingMessage[] | undefined;
  readonly typingUsers?: readonly TypingUser[] | undefined;
  /** Whether there are older ones to ask for. Default `none`. */
  readonly older?: OlderState | undefined;
  /** The first message that was unread when the reader came: a line stands above it, and there the log opens. */
  readonly unreadFrom?: string | undefined;
  /** The log's name for screen readers. Default "Messages". */
  readonly label?: string | undefined;
  /** Shows who said what, where more than two talk. Default false. */
  readonly showNames?: boolean | undefined;
  readonly format?: ChatFormat | undefined;
  /** The time from which "Today" counts, in milliseconds since 1970. Default: the clock. */
  readonly now?: number | undefined;
  readonly onLoadOlder?: (() => void) | undefined;
  /** Somebody else's message was seen: in view, on a page that is shown. May be told twice. */
  readonly onSeen?: ((messageId: string) => void) | undefined;
  readonly onRetry?: ((clientMessageId: string) => void) | undefined;
  readonly onDiscard?: ((clientMessageId: string) => void) | undefined;
  /** Shows a button that loads again on `error`. */
  readonly onReload?: (() => void) | undefined;
}

const nothing: readonly never[] = [];

/**
 * What was said, as a log that stays at its end while it grows; whoever scrolled up keeps their place and is told how
 * many came since. It can be reached and scrolled by keyboard. It is no live region of its own, or older pages and
 * every "Read" would be read out, too: new messages are said by `useConversationAnnouncements`.
 *
 * @example <MessageList {...conversation} userId={user.id} onSeen={conversation.markRead} />
 */
export function MessageList({
  messages,
  userId,
  status,
  error,
  outgoing = nothing,
  typingUsers = nothing,
  older = "none",
  unreadFrom,
  label = "Messages",
  showNames = false,
  format = defaultChatFormat,
  now,
  onLoadOlder,
  onSeen,
  onRetry,
  onDiscard,
  onReload,
}: MessageListProps): ReactNode {
  const { box, isAtEnd, onScroll, toEnd } = useLogScroll();
  useSeen(box, onSeen);
  // Where the server's day ends, the reader's may not: both begin with the days of UTC.
  const dayFormat = useHydrated() ? format : utcDays;
  const days = useMemo(() => messageDays(messages, dayFormat), [messages, dayFormat]);
  useDayTurn(format, now === undefined);
  const unseen = useUnseenCount(messages, userId, isAtEnd);

  const lastOutgoing = outgoing.at(-1)?.clientMessageId;
  // A user who sends a message is scrolled to it.
  useBrowserLayoutEffect(() => {
    if (lastOutgoing !== undefined) toEnd();
  }, [lastOutgoing, toEnd]);

  const isFilled = messages.length > 0 || outgoing.length > 0;
  const state = isFilled ? "filled" : status === "ready" ? "empty" : status;
  return (
    <div data-slot="message-list" data-status={status} data-state={state}>
      {status === "error" || (isFilled && error !== undefined) ? (
        <Failed
          slot="message-list-error"
          tone={isFilled ? "warning" : "danger"}
          text={
            isFilled
              ? "These messages may be out of date: they could not be loaded again."
              : "The messages could not be loaded."
          }
          error={error}
          onRetry={onReload}
        />
      ) : null}
      <div
        ref={box}
        data-slot="message-log"
        role="log"
        aria-live="off"
        aria-label={label}
        aria-busy={status === "loading"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div data-slot="message-log-content">
          {state === "loading" && <MessageListSkeleton />}
          {state === "empty" && (
            <Blank slot="message-list-empty" title="Nothing said yet" text="Write the first line below." />
          )}
          {isFilled && <OlderMessages state={older} onLoad={onLoadOlder} />}
          {days.map((day) => (
            <div key={day.key} data-slot="message-day">
              <h3 data-slot="message-day-title">
                <ReaderTime dateTime={day.date}>{format.day(day.at, now ?? Date.now())}</ReaderTime>
              </h3>
              <ol data-slot="messages">
                {day.messages.map((message, place) => (
                  <li key={message.messageId} data-slot="message" data-key={message.messageId}>
                    {message.messageId === unreadFrom && <p data-slot="unread-divider">New since you were here</p>}
                    <MessageBubble
                      message={message}
                      isOwn={message.senderId === userId}
                      isContinued={
                        message.messageId !== unreadFrom && day.messages[place - 1]?.senderId === message.senderId
                      }
                      showName={showNames && message.senderId !== userId}
                      time={format.time(message.timestamp)}
                    />
                  </li>
                ))}
              </ol>
            </div>
          ))}
          {outgoing.length > 0 && (
            <ol data-slot="messages" aria-label="Not sent yet">
              {outgoing.map((message) => (
                <li key={message.clientMessageId} data-slot="message" data-key={message.clientMessageId}>
                  <OutgoingBubble message={message} onRetry={onRetry} onDiscard={onDiscard} />
                </li>
              ))}
            </ol>
          )}
          <TypingIndicator typingUsers={typingUsers} />
        </div>
      </div>
      {unseen > 0 && (
        <button
          type="button"
          className="tidings-button"
          data-variant="primary"
          data-size="small"
          data-slot="message-list-new"
          onClick={() => {
            toEnd();
            box.current?.focus({ preventScroll: true });
          }}
        >
          <DownIcon />
          <span>{unseen === 1 ? "1 new message" : `${unseen} new messages`}</span>
        </button>
      )}
    </div>
  );
}

/** How many of the others' messages came since the reader left the end. */
function useUnseenCount(messages: readonly ChatMessage[], userId: string, isAtEnd: boolean): number {
  const last = messages.at(-1)?.messageId;
  const [mark, setMark] = useState(last);
  if (isAtEnd && mark !== last) setMark(last);
  if (isAtEnd) return 0;
  const since = messages.findLastIndex(({ messageId }) => messageId === mark) + 1;
  return messages.slice(since).filter(({ senderId }) => senderId !== userId).length;
}
