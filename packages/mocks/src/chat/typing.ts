import { chatStream, chatTopicKey, hearersOf, TYPING_EXPIRES_MS, typingEvent } from "@tidings/contracts/chat";
import type { MockServer } from "../server/mock-server.ts";
import type { ChatStore, Participant } from "./chat-store.ts";

/** Who is typing where. */
export interface MockTyping {
  /**
   * Tells the others; what is not said again within {@link TYPING_EXPIRES_MS} ends by itself.
   *
   * @param from The user's connection that is not told; without it none of the user's is (D23.3). An end that comes by
   *   itself or with a message is told as its beginning was.
   */
  set(conversationId: string, userId: string, isTyping: boolean, from?: string): void;
  /** Ends it where it was on: a message was sent, or the conversation was left. */
  clear(conversationId: string, userId: string): void;
  close(): void;
}

/** Makes {@link MockTyping}, with the rules of the real server. */
export function createMockTyping(
  server: MockServer,
  store: ChatStore,
  people: ReadonlyMap<string, Participant>,
): MockTyping {
  const typing = new Map<string, { readonly from: string | undefined; cancel(): void }>();

  function stop(conversationId: string, userId: string): { readonly from: string | undefined } | undefined {
    const key = chatTopicKey(conversationId, userId);
    const known = typing.get(key);
    known?.cancel();
    typing.delete(key);
    return known;
  }

  function tell(conversationId: string, userId: string, isTyping: boolean, from: string | undefined): void {
    const person = people.get(userId) ?? { id: userId, name: userId };
    const event = typingEvent(conversationId, person, isTyping, new Date(server.clock.now()).toISOString());
    for (const hearer of hearersOf(store.members(conversationId), userId, from)) {
      const topic = chatStream.topic(chatTopicKey(conversationId, hearer.userId));
      server.publish(topic, event, { exceptConnection: hearer.exceptConnection });
    }
  }

  function clear(conversationId: string, userId: string): void {
    const ended = stop(conversationId, userId);
    if (ended !== undefined) tell(conversationId, userId, false, ended.from);
  }

  return {
    set(conversationId, userId, isTyping, asked) {
      const before = stop(conversationId, userId);
      const from = asked ?? (isTyping ? undefined : before?.from);
      if (isTyping) {
        const cancel = server.clock.schedule(() => clear(conversationId, userId), TYPING_EXPIRES_MS);
        typing.set(chatTopicKey(conversationId, userId), { from, cancel });
      }
      tell(conversationId, userId, isTyping, from);
    },
    clear,
    close() {
      for (const { cancel } of typing.values()) cancel();
      typing.clear();
    },
  };
}
