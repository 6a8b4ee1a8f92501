"use client";

import type { OutgoingMessage } from "@tidings/client/chat";
import { chatStream } from "@tidings/contracts/chat";
import { useEffect, useRef } from "react";
import { useAnnouncer } from "./use-announcer.ts";
import { useStreamEvent } from "./use-stream-event.ts";

/**
 * Announces the others' new messages in a conversation to screen readers, the number of missed ones, and a message of
 * the user's own that failed. Use it once beside a `MessageList`, which is no live region.
 *
 * @example useConversationAnnouncements({ conversationId, userId: user.id, outgoing });
 */
export function useConversationAnnouncements({
  conversationId,
  userId,
  outgoing,
}: {
  readonly conversationId: string;
  /** The signed-in user's id: what this user writes on another device is not announced. */
  readonly userId: string;
  readonly outgoing: readonly OutgoingMessage[];
}): void {
  const announce = useAnnouncer();
  const missed = useRef(0);
  useStreamEvent(
    chatStream,
    "message",
    ({ data, replayed }) => {
      if (data.senderId === userId) return;
      missed.current = replayed ? missed.current + 1 : 0;
      if (!replayed) announce({ message: chatStream.events.message.display(data).summary, topic: data.messageId });
      else announce({ message: `${missedWords(missed.current)} while you were away`, topic: "missed messages" });
    },
    { query: { conversationId } },
  );

  const failed = outgoing.filter(({ state }) => state === "failed").length;
  const said = useRef(failed);
  useEffect(() => {
    if (failed > said.current) {
      announce({ message: "Your message was not sent", politeness: "assertive", topic: "message not sent" });
    }
    said.current = failed;
  }, [failed, announce]);
}

function missedWords(count: number): string {
  return count === 1 ? "1 new message" : `${count} new messages`;
}
