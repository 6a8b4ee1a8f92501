import { chatStream, chatTopicKey, TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import type { MockServer } from "../mock-server.ts";
import type { ChatBook, Talker } from "./book.ts";

/** Who is typing where. */
export interface MockTyping {
  /** Tells the others; nobody hears of an end that had no beginning. */
  set(conversationId: string, userId: string, isTyping: boolean): void;
  close(): void;
}

/** Makes {@link MockTyping}: what is not said again in time ends by itself, as on the real server. */
export function createMockTyping(server: MockServer, book: ChatBook, people: ReadonlyMap<string, Talker>): MockTyping {
  const typing = new Map<string, () => void>();

  function set(conversationId: string, userId: string, isTyping: boolean): void {
    const key = chatTopicKey(conversationId, userId);
    const wasTyping = typing.has(key);
    typing.get(key)?.();
    typing.delete(key);
    if (!isTyping && !wasTyping) return;
    if (isTyping) {
      const expire = () => set(conversationId, userId, false);
      typing.set(key, server.clock.schedule(expire, TYPING_EXPIRES_MS));
    }
    const data = {
      userId,
      displayName: people.get(userId)?.name ?? userId,
      isTyping,
      conversationId,
      timestamp: new Date(server.clock.now()).toISOString(),
      expiresInMs: TYPING_EXPIRES_MS,
    };
    for (const other of book.members(conversationId)) {
      if (other === userId) continue;
      server.publish(chatStream.topic(chatTopicKey(conversationId, other)), { event: "typing", data });
    }
  }

  return {
    set,
    close() {
      for (const cancel of typing.values()) cancel();
      typing.clear();
    },
  };
}
