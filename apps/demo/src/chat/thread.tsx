import type { Conversation } from "@tidings/contracts/chat";
import { useConversation, useConversationAnnouncements } from "@tidings/react-sse";
import {
  ConnectionIndicator,
  conversationName,
  MessageComposer,
  MessageList,
  PresenceMark,
} from "@tidings/react-sse/components";
import { type ReactNode, useEffect, useState } from "react";
import { useLatest } from "./use-latest.ts";

interface ThreadProps {
  readonly conversation: Conversation;
  /** Whose view it is. */
  readonly userId: string;
  /** Before the name: a way back, or whose side it is. */
  readonly lead?: ReactNode;
  /** Called when a message was sent or read, so that lists can load again. */
  onChange?(): void;
}

/** Milliseconds without a change before `onChange` is called, so that a burst calls it once. */
const QUIET_MS = 400;

/** One conversation: presence, messages and composer. Give it the conversation's id as `key`. */
export function Thread({ conversation, userId, lead, onChange }: ThreadProps): ReactNode {
  const { conversationId } = conversation;
  const chat = useConversation({ conversationId, userId });
  useConversationAnnouncements({ conversationId, userId, outgoing: chat.outgoing });
  const unreadFrom = useUnreadFrom(chat, userId, conversation.unreadCount);

  const latest = useLatest(onChange);
  const { messages } = chat;
  useEffect(() => {
    if (messages.length === 0) return;
    const timer = setTimeout(() => latest.current?.(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [messages, latest]);

  const name = conversationName(conversation, userId);
  const others = conversation.participants.filter((one) => one.userId !== userId);
  const [only] = others;
  const isOfTwo = others.length === 1;
  const there = chat.presence.find((one) => one.userId === only?.userId);

  return (
    <section className="demo-thread" aria-label={`Conversation with ${name}`}>
      <header className="demo-thread-header">
        {lead}
        <div className="demo-thread-who">
          <h2 className="tidings-subheading">
            <bdi>{name}</bdi>
          </h2>
          {isOfTwo ? (
            <PresenceMark isOnline={there?.isOnline} lastSeen={there?.lastSeen} />
          ) : (
            <p className="tidings-meta">{onlineWords(chat.presence.filter(({ isOnline }) => isOnline).length)}</p>
          )}
        </div>
        <ConnectionIndicator status={chat.connection} compact onReconnect={chat.reconnect} />
      </header>
      <MessageList
        messages={messages}
        outgoing={chat.outgoing}
        userId={userId}
        status={chat.status}
        error={chat.error}
        typingUsers={chat.typingUsers}
        older={chat.older}
        unreadFrom={unreadFrom}
        label={`Messages with ${name}`}
        showNames={!isOfTwo}
        onLoadOlder={chat.loadOlder}
        onSeen={chat.markRead}
        onRetry={chat.retry}
        onDiscard={chat.discard}
        onReload={chat.reload}
      />
      <MessageComposer
        label={`Message to ${name}`}
        defaultText={chat.getDraft()}
        onText={chat.setDraft}
        onLeave={chat.stopTyping}
        onSend={chat.send}
      />
    </section>
  );
}

/** The first of the messages that were unread when the thread was opened; it stays the first while one reads. */
function useUnreadFrom(
  { messages, status }: Pick<ReturnType<typeof useConversation>, "messages" | "status">,
  userId: string,
  unreadCount: number,
): string | undefined {
  const [atFirst] = useState(unreadCount);
  const [from, setFrom] = useState<{ readonly messageId: string | undefined }>();
  if (from === undefined && status === "ready") {
    const unread = messages.filter(({ senderId }) => senderId !== userId).slice(-atFirst);
    setFrom({ messageId: atFirst > 0 ? unread[0]?.messageId : undefined });
  }
  return from?.messageId;
}

function onlineWords(count: number): string {
  return count === 0 ? "Nobody else is online" : `${count} online`;
}
