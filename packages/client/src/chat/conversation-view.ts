import { type ChatMessage, listMessages } from "@tidings/contracts/chat";
import type { Store } from "@tidings/contracts/listeners";
import type { Client } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import { type ConnectionStatus, idleStatus } from "../connection/status.ts";
import { ClientError } from "../error.ts";
import type { OlderState } from "../stores/older-state.ts";
import { addMessage, addOlder, type ChatHistory, type ChatMessages, createMessagesQuery } from "./messages-query.ts";
import { type OutgoingMessage, outboxOf } from "./outbox.ts";
import { createReceipts } from "./receipts.ts";
import type { OnlineNotice } from "./subscribe.ts";
import { createTypingNotifier } from "./typing-notifier.ts";
import { createTypingUsers, type TypingUser } from "./typing-users.ts";

/** How somebody else in a conversation stands. */
export type Presence = Pick<OnlineNotice, "userId" | "displayName" | "isOnline" | "lastSeen">;

/** All that a page shows of a conversation. The same object until something changed. */
export interface ConversationSnapshot {
  /** Oldest first, one's own among them. */
  readonly messages: ChatMessages;
  /** One's own that are not confirmed; they belong after the others. */
  readonly outgoing: readonly OutgoingMessage[];
  /** `error` only while there is nothing to show. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed. */
  readonly error: ClientError | undefined;
  readonly older: OlderState;
  readonly typingUsers: readonly TypingUser[];
  /** The presence of the others as last received; empty while the connection is lost. */
  readonly presence: readonly Presence[];
  readonly connection: ConnectionStatus;
}

/** A conversation as one person has it open. It tells of changes at most once a frame, and of the connection at once. */
export interface ConversationView extends Store<ConversationSnapshot>, Disposable {
  /** The messages as {@link openConversation} takes them for `initial`; undefined until they are loaded. */
  getHistory(): ChatHistory | undefined;
  /** The field was typed in: kept in the outbox, and the others are told. */
  setDraft(text: string): void;
  /** The user has left the field and no longer types. */
  stopTyping(): void;
  /** Sends a message; it is in `outgoing` at once. An empty text is ignored. */
  send(text: string): void;
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  /** Somebody else's message was seen. */
  markRead(messageId: string): void;
  /** Loads the next older page, once at a time. */
  loadOlder(): Promise<void>;
  reload(): Promise<void>;
  reconnect(): void;
  /** Leaves no timer or request behind, except what is being sent. Idempotent. */
  close(): void;
}

/** What {@link openConversation} takes. */
export interface ConversationToOpen {
  readonly conversationId: string;
  /** Whose view it is. */
  readonly userId: string;
  /** The messages of a view that was closed: shown until they are loaded again, as far back. Default nothing. */
  readonly initial?: ChatHistory | undefined;
}

/** A conversation before anything is known: what a server renders. */
export const emptyConversation: ConversationSnapshot = {
  messages: [],
  outgoing: [],
  status: "loading",
  error: undefined,
  older: "none",
  typingUsers: [],
  presence: [],
  connection: idleStatus,
};

/**
 * Opens a conversation: its messages live, one's own at once, who types, who is there, and how far each message is.
 * It says of others' messages that they were delivered, and of those that {@link ConversationView.markRead} names that
 * they were read.
 *
 * @example
 * const view = openConversation(client, { conversationId, userId: ada.id });
 * view.subscribe(() => render(view.getSnapshot()));
 * view.send("Hello!");
 */
export function openConversation(
  client: Client,
  { conversationId, userId, initial }: ConversationToOpen,
): ConversationView {
  const abort = new AbortController();
  const listeners = createClientListeners(client, "a conversation");
  const query = createMessagesQuery(client, conversationId, { initial: initial && { data: initial } });
  const outbox = outboxOf(client, conversationId);
  const receipts = createReceipts(client, abort.signal);
  const typing = createTypingNotifier(client, conversationId);
  const typingUsers = createTypingUsers(client.host, changed);
  let presence: readonly Presence[] = [];
  let olderState: "idle" | "loading" | "failed" = "idle";
  let snapshot = emptyConversation;
  let cancelFrame: (() => void) | undefined;

  function changed(): void {
    if (!abort.signal.aborted) cancelFrame ??= client.host.schedule(update);
  }

  function update(): void {
    cancelFrame?.();
    cancelFrame = undefined;
    const { data, status, error } = query.getSnapshot();
    const connection = query.stream.getSnapshot();
    const messages = data?.messages ?? emptyConversation.messages;
    if (messages !== snapshot.messages) acknowledge(messages);
    const isCut = connection.freshness === "stale" || connection.state === "closed";
    snapshot = {
      messages,
      outgoing: unconfirmed(messages, outbox.getSnapshot()),
      status,
      error,
      older: (data?.next ?? null) === null ? "none" : olderState === "idle" ? "more" : olderState,
      typingUsers: typingUsers.list(),
      presence: isCut ? emptyConversation.presence : presence,
      connection,
    };
    listeners.notify();
  }

  function acknowledge(messages: ChatMessages): void {
    for (const { messageId, senderId, status } of messages) {
      // The user's own messages need no receipt (C32.3).
      if (senderId !== userId && status === "sent") receipts.report(messageId, "delivered");
    }
  }

  /** Hides outgoing messages that the history already has: their confirmation was lost on the way. */
  function unconfirmed(messages: ChatMessages, outgoing: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
    if (outgoing.length === 0) return outgoing;
    const confirmed = new Set(
      messages.flatMap(({ senderId, clientMessageId }) => (senderId === userId && clientMessageId) || []),
    );
    return outgoing.filter(({ clientMessageId }) => !confirmed.has(clientMessageId));
  }

  function onOnline(notice: OnlineNotice): void {
    if (!notice.isOnline) typingUsers.forget(notice.userId);
    presence = [...presence.filter((one) => one.userId !== notice.userId), notice];
    changed();
  }

  function onGreeting(): void {
    // Everyone's presence follows the greeting; what was known before it no longer counts (C41.3).
    presence = [];
    receipts.resume();
    changed();
  }

  const { stream } = query;
  stream.on("connected", onGreeting);
  stream.on("message", ({ data }) => typingUsers.forget(data.senderId));
  stream.on("typing", ({ data }) => {
    if (data.userId !== userId) typingUsers.hear(data);
  });
  stream.on("onlineStatus", ({ data }) => onOnline(data));
  stream.subscribe(update);
  query.subscribe(update);
  const leaveOutbox = outbox.subscribe((sent?: ChatMessage) => {
    if (sent !== undefined) query.update((history) => addMessage(history, sent));
    changed();
  });
  update();

  return {
    getSnapshot: () => snapshot,
    getHistory: () => query.getSnapshot().data,
    subscribe: listeners.add,
    setDraft(text) {
      outbox.draft = text;
      if (text.trim() === "") typing.stopped();
      else typing.typed();
    },
    stopTyping: typing.stopped,
    send(text) {
      if (text.trim() === "") return;
      outbox.draft = "";
      typing.sent();
      outbox.send(text);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    markRead(messageId) {
      const message = snapshot.messages.find((one) => one.messageId === messageId);
      if (message && message.senderId !== userId && message.status !== "read") receipts.report(messageId, "read");
    },
    async loadOlder() {
      const before = query.getSnapshot().data?.next ?? null;
      if (before === null || olderState === "loading") return;
      olderState = "loading";
      changed();
      try {
        const { signal } = abort;
        const { data } = await client.call(listMessages, { query: { conversationId, before } }, { signal });
        query.update((history) => addOlder(history, before, data));
        olderState = "idle";
      } catch (cause) {
        olderState = cause instanceof ClientError && cause.code === "aborted" ? "idle" : "failed";
      }
      changed();
    },
    reload: query.reload,
    reconnect: () => query.stream.reconnect(),
    close() {
      if (abort.signal.aborted) return;
      typing.stopped();
      abort.abort();
      cancelFrame?.();
      leaveOutbox();
      typingUsers.close();
      query.close();
      listeners.clear();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}
