"use client";

import type { Client } from "@tidings/client";
import { shareByClient } from "@tidings/client";
import {
  type ConversationSnapshot,
  type ConversationView,
  emptyConversation,
  openConversation,
  outboxOf,
} from "@tidings/client/chat";
import { useMemo, useSyncExternalStore } from "react";
import { useTidings } from "./use-tidings.ts";

/** What {@link useConversation} takes. */
export interface ConversationOptions {
  readonly conversationId: string;
  /** Whose view it is: the signed-in user's id. */
  readonly userId: string;
}

/** What {@link useConversation} gives a page: the state and the actions. */
export interface ConversationResult extends ConversationSnapshot, ConversationActions {}

/** The actions of a conversation. The same functions in every render. */
export interface ConversationActions
  extends Pick<
    ConversationView,
    "setDraft" | "stopTyping" | "send" | "retry" | "discard" | "markRead" | "loadOlder" | "reload" | "reconnect"
  > {
  /** Returns the unsent draft, for a composer that is mounted. */
  getDraft(): string;
}

const sharedViews = shareByClient<ConversationView>((client, key, before) =>
  openConversation(client, { ...parseKey(key), initial: before?.getHistory() }),
);

/**
 * A live conversation: all messages, those still being sent, typing and presence. Others' messages are reported as
 * delivered automatically, and as read by `markRead`. Drafts and failed messages outlive the component (C41.1). Renders
 * again at most once a frame.
 *
 * @example
 * const { messages, outgoing, send, retry } = useConversation({ conversationId, userId: user.id });
 */
export function useConversation({ conversationId, userId }: ConversationOptions): ConversationResult {
  const client = useTidings();
  const store = useMemo(
    () => createConversationStore(client, conversationId, userId),
    [client, conversationId, userId],
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, () => emptyConversation);
  return useMemo(() => ({ ...snapshot, ...store.actions }), [snapshot, store]);
}

/** Joins the shared view when React subscribes, which it does after the first render and never on a server. */
function createConversationStore(client: Client, conversationId: string, userId: string) {
  let view: ConversationView | undefined;
  // What a hidden <Activity> showed is there when it shows again, but not the presence, which may have changed (C41.3).
  let last: ConversationView | undefined;
  let resting = emptyConversation;
  const actions: ConversationActions = {
    getDraft: () => outboxOf(client, conversationId).draft,
    setDraft: (text) => view?.setDraft(text),
    stopTyping: () => view?.stopTyping(),
    send: (text) => view?.send(text),
    retry: (id) => view?.retry(id),
    discard: (id) => view?.discard(id),
    markRead: (id) => view?.markRead(id),
    loadOlder: async () => view?.loadOlder(),
    reload: async () => view?.reload(),
    reconnect: () => view?.reconnect(),
  };
  return {
    actions,
    getSnapshot: () => view?.getSnapshot() ?? resting,
    subscribe(listener: () => void) {
      const held = sharedViews.acquire(client, keyOf(conversationId, userId), last);
      view = held.thing;
      last = held.thing;
      const stop = held.thing.subscribe(listener);
      return () => {
        stop();
        const { connection, presence, typingUsers } = emptyConversation;
        resting = { ...held.thing.getSnapshot(), connection, presence, typingUsers };
        held.release();
        view = undefined;
      };
    },
  };
}

function keyOf(conversationId: string, userId: string): string {
  return JSON.stringify([conversationId, userId]);
}

function parseKey(key: string): ConversationOptions {
  const [conversationId, userId]: [string, string] = JSON.parse(key);
  return { conversationId, userId };
}
