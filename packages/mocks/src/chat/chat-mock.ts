import { sampleUsers, type User } from "@tidings/contracts/auth";
import {
  type ChatMessage,
  chatStream,
  chatTopicKey,
  hearersOf,
  type MessageStatus,
  statusEvent,
} from "@tidings/contracts/chat";
import { createListeners } from "@tidings/contracts/listeners";
import type { HttpHandler } from "msw";
import { inOrder } from "../server/in-order.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { type ChatStore, createChatStore, type Participant } from "./chat-store.ts";
import { chatHandlers } from "./handlers.ts";
import { createMockPresence } from "./presence.ts";
import { seedConversation } from "./seed.ts";
import { createMockTyping } from "./typing.ts";

/** What {@link createChatMock} takes. */
export interface ChatMockOptions {
  /** A server to share with other mocks, with its users and network. Default: a new one. */
  readonly server?: MockServer | undefined;
  /** The user of every request, if the mock makes its own server. Default: Ada. */
  readonly signedInAs?: User | undefined;
  /** Fills the store. Default: a conversation of Ada and Grace. */
  readonly seed?: ((store: ChatStore, now: number) => void) | undefined;
}

/** The chat in memory: conversations, their messages, typing and presence. */
export interface ChatMock {
  readonly server: MockServer;
  /** For `setupWorker`, `setupServer` or a story. */
  readonly handlers: readonly HttpHandler[];
  /** The rows. */
  readonly store: ChatStore;
  /** Sends a message from one user to another in their conversation of two, as a request would. */
  say(from: string, to: string, text: string): ChatMessage;
  /** Makes one user begin or stop typing to another. */
  setTyping(from: string, to: string, isTyping: boolean): void;
  /** Makes a user appear online or offline without a stream of their own. */
  setOnline(userId: string, isOnline: boolean): void;
  /** Marks all messages to a user as delivered or read. */
  readAll(userId: string, status: MessageStatus): void;
  /** Calls back with each message, after it was published. Returns a function that unsubscribes. */
  onMessage(listener: (message: ChatMessage) => void): () => void;
  /** @see MockServer.close */
  close(): void;
}

/**
 * Makes a chat mock.
 *
 * @example
 * const app = createMockApp();
 * const chat = createChatMock(app);
 * setupWorker(...app.handlers(chat));
 * chat.say(sampleUsers.grace.id, sampleUsers.ada.id, "Hello!");
 */
export function createChatMock({
  signedInAs = sampleUsers.ada,
  server = createMockServer({ identify: () => signedInAs }),
  seed = seedConversation,
}: ChatMockOptions = {}): ChatMock {
  const people: ReadonlyMap<string, Participant> = new Map(Object.values(sampleUsers).map((user) => [user.id, user]));
  const listeners = createListeners<[ChatMessage]>();
  let isSeeding = true;

  const store = createChatStore({
    clock: server.clock,
    onMessage(message, members, from) {
      if (isSeeding) return;
      for (const { userId, exceptConnection } of hearersOf(members, message.senderId, from)) {
        const topic = chatStream.topic(chatTopicKey(message.conversationId, userId));
        server.publish(topic, { event: "message", data: message }, { exceptConnection });
      }
      listeners.notify(message);
    },
    onStatus(message, members) {
      if (isSeeding) return;
      const event = statusEvent(message, new Date(server.clock.now()).toISOString());
      for (const userId of members) {
        server.publish(chatStream.topic(chatTopicKey(message.conversationId, userId)), event);
      }
    },
  });
  // Messages from before the mock was made are not published.
  seed(store, server.clock.now());
  isSeeding = false;

  const presence = createMockPresence(server, store, people);
  const typing = createMockTyping(server, store, people);
  server.signal.addEventListener("abort", () => {
    presence.close();
    typing.close();
  });

  return {
    server,
    store,
    handlers: inOrder(chatHandlers({ server, store, people, presence, typing })),
    say(from, to, text) {
      const conversationId = store.open([from, to]);
      typing.clear(conversationId, from);
      return store.say(people.get(from) ?? { id: from, name: from }, { conversationId, text });
    },
    setTyping: (from, to, isTyping) => typing.set(store.open([from, to]), from, isTyping),
    setOnline: presence.pretend,
    readAll(userId, status) {
      for (const conversationId of store.list(userId)) {
        for (const { messageId, senderId } of store
          .page(conversationId, { limit: Number.POSITIVE_INFINITY })
          .messages.toReversed()) {
          if (senderId !== userId) store.setReceipt(messageId, userId, status);
        }
      }
    },
    onMessage: listeners.add,
    close: server.close,
  };
}
