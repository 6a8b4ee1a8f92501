import { type Conversation, createConversation, listConversations } from "@tidings/contracts/chat";
import type { Client } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import { ClientError } from "../error.ts";

/** One's conversations as a page shows them. The same object until something changed. */
export interface ConversationsSnapshot {
  /** The one with the newest message first. */
  readonly conversations: readonly Conversation[];
  /** `error` only while there is nothing to show. */
  readonly status: "loading" | "ready" | "error";
  readonly error: ClientError | undefined;
}

/** One's conversations, loaded again whenever that may bring something. */
export interface ConversationList {
  getSnapshot(): ConversationsSnapshot;
  subscribe(listener: () => void): () => void;
  /** Resolves when it is done, whatever came of it. */
  reload(): Promise<void>;
  /**
   * Begins a conversation with others, or finds the one of two.
   *
   * @throws ClientError as `client.call` does
   */
  begin(participantIds: string[]): Promise<Conversation>;
  /** Idempotent. */
  close(): void;
}

/** A list before anything is known: what a server renders. */
export const noConversations: ConversationsSnapshot = { conversations: [], status: "loading", error: undefined };

/** Milliseconds from one look to the next: conversations that others begin come by no stream. */
const LOOK_MS = 15_000;

/** Makes {@link ConversationList}. It looks again when the page is seen or the network is back, and every 15 s. */
export function createConversationList(client: Client): ConversationList {
  const { host } = client;
  const listeners = createClientListeners(client, "the conversation list");
  let snapshot = noConversations;
  let abort = new AbortController();
  let cancelLook: (() => void) | undefined;
  let isClosed = false;

  function set(next: ConversationsSnapshot): void {
    snapshot = next;
    listeners.notify();
  }

  async function reload(): Promise<void> {
    if (isClosed) return;
    abort.abort();
    cancelLook?.();
    const mine = new AbortController();
    abort = mine;
    try {
      const { data } = await client.call(listConversations, {}, { signal: mine.signal });
      if (abort === mine && !isClosed) set({ conversations: data, status: "ready", error: undefined });
    } catch (cause) {
      if (abort !== mine || isClosed) return;
      const error = cause instanceof ClientError ? cause : new ClientError("load_failed", "not loaded", { cause });
      set({ ...snapshot, status: snapshot.status === "ready" ? "ready" : "error", error });
    }
    if (abort === mine && !isClosed) cancelLook = host.setTimer(() => void reload(), LOOK_MS);
  }

  const stopSignals = host.onSignal((signal) => {
    if (signal === "visible" || signal === "online" || signal === "restore") void reload();
  });
  void reload();

  return {
    getSnapshot: () => snapshot,
    subscribe: listeners.add,
    reload,
    async begin(participantIds) {
      const { data } = await client.call(createConversation, { body: { participantIds } });
      const others = snapshot.conversations.filter(({ conversationId }) => conversationId !== data.conversationId);
      set({ conversations: [data, ...others], status: "ready", error: undefined });
      return data;
    },
    close() {
      isClosed = true;
      abort.abort();
      cancelLook?.();
      stopSignals();
      listeners.clear();
    },
  };
}
