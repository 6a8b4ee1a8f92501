import type { User } from "@tidings/contracts/auth";
import { chatStream, chatTopicKey, hearersOf, TYPING_EXPIRES_MS, typingEvent } from "@tidings/contracts/chat";
import { type Publication, publication } from "@tidings/hub";
import type { ConversationListeners } from "./conversation-listeners.ts";

/** Who is typing where. */
export interface Typing {
  /**
   * Publishes the state to the others. It ends by itself unless it is set again within {@link TYPING_EXPIRES_MS}.
   *
   * @param from The user's connection that does not get the event, while the user's others do. Without it none of the
   *   user's connections do (D23.3).
   */
  set(conversationId: string, user: User, isTyping: boolean, from?: string): Promise<void>;
  /** Ends it if it was on, because a message was sent or the user left. */
  clear(conversationId: string, user: User): Promise<void>;
  /** Forgets everything and leaves no timer. */
  close(): void;
}

/** What {@link createTyping} works with. */
export interface TypingParts {
  /** Only users with an open stream get it, because typing is of no use later. */
  readonly listeners: Pick<ConversationListeners, "listenersOf">;
  readonly publishAll: (publications: readonly Publication[]) => Promise<unknown>;
  readonly onFailure?: (error: unknown) => void;
}

/** Makes {@link Typing}, in memory: typing is of no use a moment later. */
export function createTyping({ listeners, publishAll, onFailure = () => {} }: TypingParts): Typing {
  const typing = new Map<
    string,
    { readonly timer: ReturnType<typeof setTimeout>; readonly from: string | undefined }
  >();

  async function publishTyping(conversationId: string, user: User, isTyping: boolean, from?: string): Promise<void> {
    const event = typingEvent(conversationId, user, isTyping, new Date().toISOString());
    await publishAll(
      hearersOf(listeners.listenersOf(conversationId), user.id, from).map(({ userId, exceptConnection }) =>
        publication(chatStream.topic(chatTopicKey(conversationId, userId)), event, { exceptConnection }),
      ),
    );
  }

  /** Returns the ended state and the connection that it came from. */
  function stop(conversationId: string, user: User): { readonly from: string | undefined } | undefined {
    const key = chatTopicKey(conversationId, user.id);
    const known = typing.get(key);
    clearTimeout(known?.timer);
    typing.delete(key);
    return known;
  }

  return {
    async set(conversationId, user, isTyping, asked) {
      const before = stop(conversationId, user);
      // Everyone who got the beginning must get the end.
      const from = asked ?? (isTyping ? undefined : before?.from);
      if (isTyping) {
        const timer = setTimeout(() => {
          stop(conversationId, user);
          publishTyping(conversationId, user, false, from).catch(onFailure);
        }, TYPING_EXPIRES_MS);
        timer.unref();
        typing.set(chatTopicKey(conversationId, user.id), { timer, from });
      }
      await publishTyping(conversationId, user, isTyping, from);
    },
    async clear(conversationId, user) {
      const ended = stop(conversationId, user);
      if (ended !== undefined) await publishTyping(conversationId, user, false, ended.from);
    },
    close() {
      for (const { timer } of typing.values()) clearTimeout(timer);
      typing.clear();
    },
  };
}
