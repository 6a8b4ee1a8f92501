import { chatStream, chatTopicKey, TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import type { MockServer } from "../server/mock-server.ts";
import type { ChatStore, Participant } from "./chat-store.ts";

/** Who is typing where. */
export interface MockTyping {
  /**
   * Tells the others; nobody hears of an end that had no beginning.
   *
   * @param from The typist's connection that is not told; without it none of the typist's is (D23.3). An end that comes by
   *   itself or with a message is told as its beginning was.
   */
  set(conversationId: string, userId: string, isTyping: boolean, from?: string): void;
  close(): void;
}

/** Makes {@link MockTyping}: what is not said again in time ends by itself, as on the real server. */
export function createMockTyping(
  server: MockServer,
  store: ChatStore,
  people: ReadonlyMap<string, Participant>,
): MockTyping {
  const typing = new Map<string, { readonly from: string | undefined; cancel(): void }>();

  function set(conversationId: string, userId: string, isTyping: boolean, asked?: string): void {
    const key = chatTopicKey(conversationId, userId);
    const known = typing.get(key);
    known?.cancel();
    typing.delete(key);
    if (!isTyping && known === undefined) return;
    const from = asked ?? (isTyping ? undefined : known?.from);
    if (isTyping) {
      const expire = () => set(conversationId, userId, false);
      typing.set(key, { from, cancel: server.clock.schedule(expire, TYPING_EXPIRES_MS) });
    }
    const data = {
      userId,
      displayName: people.get(userId)?.name ?? userId,
      isTyping,
      conversationId,
      timestamp: new Date(server.clock.now()).toISOString(),
      expiresInMs: TYPING_EXPIRES_MS,
    };
    for (const other of store.members(conversationId)) {
      const isTypist = other === userId;
      if (isTypist && from === undefined) continue;
      const topic = chatStream.topic(chatTopicKey(conversationId, other));
      server.publish(topic, { event: "typing", data }, isTypist ? { exceptConnection: from } : {});
    }
  }

  return {
    set,
    close() {
      for (const { cancel } of typing.values()) cancel();
      typing.clear();
    },
  };
}
