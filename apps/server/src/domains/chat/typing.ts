import type { User } from "@tidings/contracts/auth";
import { chatStream, chatTopicKey, TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import { type Publication, publication } from "@tidings/hub";
import type { Seats } from "./seats.ts";

/** Who is typing where. */
export interface Typing {
  /** Tells the others; what is not said again within {@link TYPING_EXPIRES_MS} ends by itself. */
  set(conversationId: string, user: User, isTyping: boolean): Promise<void>;
  /** Ends it where it was on: a message was sent, or the conversation was left. */
  clear(conversationId: string, user: User): Promise<void>;
  /** Forgets everything and leaves no timer. */
  close(): void;
}

/** What {@link createTyping} works with. */
export interface TypingParts {
  /** Only those who listen are told: typing is worth nothing later. */
  readonly seats: Pick<Seats, "listenersOf">;
  readonly publishAll: (publications: readonly Publication[]) => Promise<unknown>;
  readonly onFailure?: (error: unknown) => void;
}

/** Makes {@link Typing}, in memory: it is worth nothing a moment later. */
export function createTyping({ seats, publishAll, onFailure = () => {} }: TypingParts): Typing {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  async function tell(conversationId: string, user: User, isTyping: boolean): Promise<void> {
    const data = {
      userId: user.id,
      displayName: user.name,
      isTyping,
      conversationId,
      timestamp: new Date().toISOString(),
      expiresInMs: TYPING_EXPIRES_MS,
    };
    const others = [...seats.listenersOf(conversationId)].filter((userId) => userId !== user.id);
    await publishAll(
      others.map((userId) =>
        publication(chatStream.topic(chatTopicKey(conversationId, userId)), { event: "typing", data }),
      ),
    );
  }

  function stop(conversationId: string, user: User): boolean {
    const key = chatTopicKey(conversationId, user.id);
    clearTimeout(timers.get(key));
    return timers.delete(key);
  }

  return {
    async set(conversationId, user, isTyping) {
      stop(conversationId, user);
      if (isTyping) {
        const timer = setTimeout(() => {
          stop(conversationId, user);
          tell(conversationId, user, false).catch(onFailure);
        }, TYPING_EXPIRES_MS);
        timer.unref();
        timers.set(chatTopicKey(conversationId, user.id), timer);
      }
      await tell(conversationId, user, isTyping);
    },
    async clear(conversationId, user) {
      if (stop(conversationId, user)) await tell(conversationId, user, false);
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
