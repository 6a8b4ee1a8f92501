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
  /** The signed-in user's id. */
  readonly userId: string;
  /** The state of loading. Messages that are already there stay while `loading` and on `error`. */
  readonly status: "loading" | "ready" | "error";
  readonly error?: Problem | undefined;
  /** The user's own messages that are being sent or have failed. */
  readonly outgoing?: readonly OutgoingMessage[] | undefined;
  readonly typingUsers?: readonly TypingUser[] | undefined;
  /** Whether there are older messages to load. Default `none`. */
  readonly older?: OlderState | undefined;
  /**
   * The first message that was unread when the reader opened the conversation. A line is shown above it, and the log
   * opens there.
   */
  readonly unreadFrom?: string | undefined;
  /** The log's name for screen readers. Default "Messages". */
  readonly label?: string | undefined;
  /** Shows the senders' names, for conversations of more than two. Default false. */
  readonly showNames?: boolean | undefined;
  readonly format?: ChatFormat | undefined;
  /** The time that decides what "Today" is, in milliseconds since 1970. Default: the clock. */
  readonly now?: number | undefined;
  readonly onLoadOlder?: (() => void) | undefined;
  /**
   * Called when somebody else's message was seen: it is in view and the page is visible. May be called twice for a
   * message.
   */
  readonly onSeen?: ((messageId: string) => void) | undefined;
  readonly onRetry?: ((clientMessageId: string) => void) | undefined;
  readonly onDiscard?: ((clientMessageId: string) => void) | undefined;
  /** Called by the button that loads again on `error`; without it there is no button. */
  readonly onReload?: (() => void) | undefined;
}

const nothing: readonly never[] = [];

/**
 * A conversation's messages, as a log that stays at its end while it grows. A reader who has scrolled up keeps their
 * place and sees how many messages came since. The log can be reached and scrolled with the keyboard. It is not a live
 * region, because screen readers would then read out older pages and every "Read" too: `useConversationAnnouncements`
 * announces new messages.
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
  // The server's days may differ from the reader's. So the first render uses the days of UTC on both.
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
            <Blank slot="message-list-empty" title="No messages yet" text="Write the first message below." />
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
                    {message.messageId === unreadFrom && <p data-slot="unread-divider">New since your last visit</p>}
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
