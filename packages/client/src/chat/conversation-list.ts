import { DEFAULT_PAGE, MAX_PAGE } from "@tidings/contracts";
import { type Conversation, createConversation, listConversations } from "@tidings/contracts/chat";
import type { Store } from "@tidings/contracts/listeners";
import type { Client, CreateOptions } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import { ClientError } from "../error.ts";
import type { OlderState } from "../stores/older-state.ts";

/** One's conversations as a page shows them. The same object until something changed. */
export interface ConversationsSnapshot {
  /** The one with the newest message first. */
  readonly conversations: readonly Conversation[];
  /** `error` only while there is nothing to show. */
  readonly status: "loading" | "ready" | "error";
  readonly error: ClientError | undefined;
  /** `more` where there are conversations that were last spoken in earlier, `loading` while a load may bring them. */
  readonly older: OlderState;
}

/** One's conversations, loaded again whenever that may bring something. */
export interface ConversationList extends Store<ConversationsSnapshot>, Disposable {
  /** Resolves when it is done, whatever came of it. */
  reload(): Promise<void>;
  /** Loads the list again, a page deeper (C25.1). Resolves when it is done, whatever came of it. */
  loadOlder(): Promise<void>;
  /**
   * Begins a conversation with others, or finds the one of two.
   *
   * @throws ClientError as `client.call` does
   */
  begin(participantIds: string[], options?: CreateOptions): Promise<Conversation>;
  /** Idempotent. */
  close(): void;
}

/** A list before anything is known: what a server renders. */
export const noConversations: ConversationsSnapshot = {
  conversations: [],
  status: "loading",
  error: undefined,
  older: "none",
};

/** Milliseconds from one look to the next: conversations that others begin come by no stream. */
const LOOK_MS = 15_000;

/**
 * Makes {@link ConversationList}. It looks again when the page is seen or the network is back, and every 15 s. With the
 * snapshot of a list that was closed for `initial` it shows that until the first load, which is as deep.
 */
export function createConversationList(
  client: Client,
  { initial = noConversations }: { readonly initial?: ConversationsSnapshot | undefined } = {},
): ConversationList {
  const { host } = client;
  const listeners = createClientListeners(client, "the conversation list");
  let snapshot = initial;
  let abort = new AbortController();
  let cancelLook: (() => void) | undefined;
  let isClosed = false;
  let depth = Math.max(DEFAULT_PAGE, initial.conversations.length);

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
      const loaded = await loadConversations(client, depth, mine.signal);
      if (abort === mine && !isClosed) set({ ...loaded, status: "ready", error: undefined });
    } catch (cause) {
      if (abort !== mine || isClosed) return;
      const error = cause instanceof ClientError ? cause : new ClientError("load_failed", "not loaded", { cause });
      const older = snapshot.older === "loading" ? "failed" : snapshot.older;
      set({ ...snapshot, status: snapshot.status === "ready" ? "ready" : "error", error, older });
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
    loadOlder() {
      // After a failure the same page is asked for again.
      if (snapshot.older === "more") depth += DEFAULT_PAGE;
      if (snapshot.older !== "none") set({ ...snapshot, older: "loading" });
      return reload();
    },
    async begin(participantIds, options) {
      const { data } = await client.call(createConversation, { body: { participantIds } }, options);
      const others = snapshot.conversations.filter(({ conversationId }) => conversationId !== data.conversationId);
      set({ ...snapshot, conversations: [data, ...others], status: "ready", error: undefined });
      return data;
    },
    close() {
      isClosed = true;
      abort.abort();
      cancelLook?.();
      stopSignals();
      listeners.clear();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}

/**
 * The newest conversations, page by page. One that is spoken in meanwhile moves up and may come twice: the newer answer
 * counts, and stays where it stood first.
 */
async function loadConversations(
  client: Client,
  depth: number,
  signal: AbortSignal,
): Promise<Pick<ConversationsSnapshot, "conversations" | "older">> {
  const found = new Map<string, Conversation>();
  let before: string | undefined;
  let isEnd = false;
  let isStuck = false;
  // One more than is shown tells whether there are older ones.
  while (!isEnd && !isStuck && found.size <= depth) {
    const limit = Math.min(depth + 1 - found.size, MAX_PAGE);
    const query = { limit: String(limit), before };
    const { data } = await client.call(listConversations, { query }, { signal });
    const known = found.size;
    for (const conversation of data) found.set(conversation.conversationId, conversation);
    before = data.at(-1)?.conversationId;
    isEnd = data.length < limit;
    // The last of the page before has moved to the top, and this one begins there: the next load sees it in order.
    isStuck = found.size === known;
  }
  const hasOlder = found.size > depth || (isStuck && !isEnd);
  return { conversations: [...found.values()].slice(0, depth), older: hasOlder ? "more" : "none" };
}
