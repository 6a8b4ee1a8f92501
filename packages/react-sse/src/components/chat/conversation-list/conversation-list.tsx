"use client";

import type { OlderState } from "@tidings/client";
import type { Conversation } from "@tidings/contracts/chat";
import type { ReactNode } from "react";
import { type ChatFormat, defaultChatFormat } from "../../../format/chat-format.ts";
import { machineTime } from "../../../format/instant.ts";
import { createNumbers } from "../../../format/numbers.ts";
import type { Problem } from "../../../format/reason-of.ts";
import { initialOf } from "../../../format/text.ts";
import { Failed } from "../../shared/failed.tsx";
import { OlderButton } from "../../shared/older-button.tsx";
import { ReaderText, ReaderTime } from "../../shared/reader-text.tsx";
import { Skeleton } from "../../shared/skeleton.tsx";
import { useDayTurn } from "../../shared/use-day-turn.ts";
import { ConversationIcon } from "../chat-icons.tsx";
import { conversationName } from "../conversation-name.ts";
import { isToday } from "../is-today.ts";

const count = createNumbers();

/** Props of {@link ConversationList}. */
export interface ConversationListProps {
  readonly conversations: readonly Conversation[];
  /** The signed-in user's id. */
  readonly userId: string;
  readonly status: "loading" | "ready" | "error";
  readonly error?: Problem | undefined;
  /** The id of the open conversation. */
  readonly openId?: string | undefined;
  /** The list's name for screen readers. Default "Conversations". */
  readonly label?: string | undefined;
  readonly format?: ChatFormat | undefined;
  /** The time that decides what "Today" is, in milliseconds since 1970. Default: the clock. */
  readonly now?: number | undefined;
  readonly onOpen: (conversation: Conversation) => void;
  /** Called by the button that loads again on `error`; without it there is no button. */
  readonly onReload?: (() => void) | undefined;
  /** Whether there are older conversations to load. Default `none`. */
  readonly older?: OlderState | undefined;
  readonly onLoadOlder?: (() => void) | undefined;
}

/**
 * The user's conversations, each with its last message and the number of unread ones.
 *
 * @example <ConversationList {...conversations} userId={user.id} openId={id} onOpen={open} />
 */
export function ConversationList({
  conversations,
  userId,
  status,
  error,
  openId,
  label = "Conversations",
  format = defaultChatFormat,
  now,
  onOpen,
  onReload,
  older = "none",
  onLoadOlder,
}: ConversationListProps): ReactNode {
  const state = conversations.length > 0 ? "filled" : status === "ready" ? "empty" : status;
  useDayTurn(format, now === undefined);
  return (
    <section
      data-slot="conversation-list"
      data-status={status}
      data-state={state}
      aria-label={label}
      aria-busy={status === "loading"}
    >
      {state === "loading" && (
        <Skeleton slot="conversation-list-skeleton" label="Loading conversations…">
          {["first", "second"].map((place) => (
            <span key={place} className="tidings-skeleton" aria-hidden="true" />
          ))}
        </Skeleton>
      )}
      {state === "empty" && (
        <p data-slot="conversation-list-empty">
          <ConversationIcon />
          <span>No conversations yet</span>
        </p>
      )}
      {(status === "error" || (state === "filled" && error !== undefined)) && (
        <Failed tone="warning" text="Your conversations could not be loaded." error={error} onRetry={onReload} />
      )}
      {state === "filled" && (
        <ul data-slot="conversations">
          {conversations.map((conversation) => (
            <li key={conversation.conversationId}>
              <Entry
                conversation={conversation}
                userId={userId}
                isOpen={conversation.conversationId === openId}
                format={format}
                now={now ?? Date.now()}
                onOpen={onOpen}
              />
            </li>
          ))}
        </ul>
      )}
      {state === "filled" && older !== "none" && <OlderButton of="conversations" state={older} onLoad={onLoadOlder} />}
    </section>
  );
}

interface EntryProps {
  readonly conversation: Conversation;
  readonly userId: string;
  readonly isOpen: boolean;
  readonly format: ChatFormat;
  readonly now: number;
  readonly onOpen: (conversation: Conversation) => void;
}

function Entry({ conversation, userId, isOpen, format, now, onOpen }: EntryProps): ReactNode {
  const { lastMessage, unreadCount } = conversation;
  const name = conversationName(conversation, userId);
  return (
    <button
      type="button"
      data-slot="conversation"
      data-unread={unreadCount > 0 ? "" : undefined}
      aria-current={isOpen ? "true" : undefined}
      onClick={() => onOpen(conversation)}
    >
      <ReaderText data-slot="conversation-mark" aria-hidden="true">
        {initialOf(name)}
      </ReaderText>
      <bdi data-slot="conversation-name">{name}</bdi>
      {lastMessage && (
        <>
          <ReaderTime data-slot="conversation-time" dateTime={machineTime(lastMessage.timestamp)}>
            {whenShort(lastMessage.timestamp, format, now)}
          </ReaderTime>
          <span data-slot="conversation-last" dir="auto">
            {`${lastMessage.senderId === userId ? "You: " : ""}${lastMessage.text}`}
          </span>
        </>
      )}
      {unreadCount > 0 && (
        <span data-slot="conversation-unread">
          <ReaderText>{count(unreadCount)}</ReaderText> <span className="tidings-visually-hidden">unread</span>
        </span>
      )}
    </button>
  );
}

function whenShort(iso: string, format: ChatFormat, now: number): string {
  return isToday(iso, format, now) ? format.time(iso) : format.day(iso, now);
}
