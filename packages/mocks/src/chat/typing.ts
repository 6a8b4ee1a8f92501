import { chatStream, chatTopicKey, hearersOf, TYPING_EXPIRES_MS, typingEvent } from "@tidings/contracts/chat";
import type { MockServer } from "../server/mock-server.ts";
import type { ChatStore, Participant } from "./chat-store.ts";

/** Who is typing where. */
export interface MockTyping {
  /**
   * Publishes the state to the others. It ends by itself unless it is set again within {@link TYPING_EXPIRES_MS}.
   *
   * @param from The user's connection that does not get the event. Without it none of the user's connections do
   *   (D23.3). An end that comes by itself or with a message leaves out the same connections as the beginning.
   */
  set(conversationId: string, userId: string, isTyping: boolean, from?: string): void;
  /** Ends it if it was on, because a message was sent or the user left. */
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
