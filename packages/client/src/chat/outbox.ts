import { type ChatMessage, chatStream, sendMessage } from "@tidings/contracts/chat";
import { uniqueId } from "@tidings/contracts/unique-id";
import type { Client } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import { ClientError } from "../error.ts";
import { isRefusal } from "../http/attempt.ts";

/** A message of one's own that the server has not confirmed. */
export interface OutgoingMessage {
  /** Its name until the server gives it one. A message that is sent again under the same name is stored once. */
  readonly clientMessageId: string;
  readonly text: string;
  readonly state: "sending" | "failed";
  /** Why it failed. */
  readonly error: ClientError | undefined;
  /** Whether it may have been sent although it failed: no answer came, at this try or one before (C36.2). */
  readonly isUndecided?: boolean | undefined;
}

/** What was typed in one conversation and is not yet said. */
export interface Outbox {
  /** The text in the field, for a page that is opened again. */
  draft: string;
  /** In the order they were sent. The same array until something changed. */
  getSnapshot(): readonly OutgoingMessage[];
  /** Sends a text after those before it. */
  send(text: string): void;
  /** Sends a failed one again. */
  retry(clientMessageId: string): void;
  /** Gives a failed one up. */
  discard(clientMessageId: string): void;
  /**
   * Calls back after each change, with the message if the server confirmed one. Returns a function that unsubscribes.
   */
  subscribe(listener: (sent?: ChatMessage) => void): () => void;
}

const outboxes = new WeakMap<Client, Map<string, Outbox>>();

/** A conversation's outbox: kept as long as its client, so that leaving a page loses nothing that was typed. */
export function outboxOf(client: Client, conversationId: string): Outbox {
  const known = outboxes.get(client) ?? new Map<string, Outbox>();
  outboxes.set(client, known);
  const outbox = known.get(conversationId) ?? createOutbox(client, conversationId);
  known.set(conversationId, outbox);
  return outbox;
}

function createOutbox(client: Client, conversationId: string): Outbox {
  const { host } = client;
  const listeners = createClientListeners<[sent?: ChatMessage]>(client, "a chat's outbox");
  let messages: readonly OutgoingMessage[] = [];
  let isSending = false;

  function set(next: readonly OutgoingMessage[], sent?: ChatMessage): void {
    messages = next;
    listeners.notify(sent);
  }

  function change(id: string, fields: Partial<OutgoingMessage>): void {
    set(messages.map((message) => (message.clientMessageId === id ? { ...message, ...fields } : message)));
  }

  const without = (id: string) => messages.filter(({ clientMessageId }) => clientMessageId !== id);

  /** One at a time, so that they arrive in the order they were said. */
  async function pump(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (;;) {
      const next = messages.find(({ state }) => state === "sending");
      if (next === undefined) break;
      const { clientMessageId, text } = next;
      const sent = await deliver(text, clientMessageId);
      if (sent instanceof ClientError) {
        const isUndecided = !isRefusal(sent, next.isUndecided === true);
        change(clientMessageId, { state: "failed", error: sent, isUndecided });
      } else set(without(clientMessageId), sent);
    }
    isSending = false;
  }

  async function deliver(text: string, clientMessageId: string): Promise<ChatMessage | ClientError> {
    try {
      const heardOn = { stream: chatStream, query: { conversationId } };
      const body = { conversationId, text, clientMessageId };
      return (await client.call(sendMessage, { body }, { heardOn })).data;
    } catch (cause) {
      return cause instanceof ClientError ? cause : new ClientError("network", "not sent", { cause });
    }
  }

  return {
    draft: "",
    getSnapshot: () => messages,
    send(text) {
      const clientMessageId = uniqueId(host);
      set([...messages, { clientMessageId, text, state: "sending", error: undefined }]);
      void pump();
    },
    retry(id) {
      change(id, { state: "sending", error: undefined });
      void pump();
    },
    discard: (id) => set(messages.filter((one) => one.clientMessageId !== id || one.state !== "failed")),
    subscribe: listeners.add,
  };
}
