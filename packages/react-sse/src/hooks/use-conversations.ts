"use client";

import type { Client, CreateOptions } from "@tidings/client";
import { shareByClient } from "@tidings/client";
import {
  type ConversationList,
  type ConversationsSnapshot,
  createConversationList,
  noConversations,
} from "@tidings/client/chat";
import type { Conversation } from "@tidings/contracts/chat";
import { useMemo, useSyncExternalStore } from "react";
import { useTidings } from "./use-tidings.ts";

/** What {@link useConversations} gives a page. */
export interface ConversationsResult extends ConversationsSnapshot {
  /** Loads again. Call it after a message was sent or read. Resolves when the load has ended, even if it failed. */
  reload(): Promise<void>;
  /** Loads one more page of older conversations. Resolves when the load has ended, even if it failed. */
  loadOlder(): Promise<void>;
  /**
   * Begins a conversation with others, or finds the existing one of two users. It is in `conversations` when this
   * resolves.
   *
   * @throws ClientError as `client.call` does
   */
  begin(participantIds: string[], options?: CreateOptions): Promise<Conversation>;
}

const sharedLists = shareByClient<ConversationList>((client, _key, before) =>
  createConversationList(client, { initial: before?.getSnapshot() }),
);

/**
 * The signed-in user's conversations, the one with the newest message first. They have no stream of their own: they are
 * loaded again when the page is seen, every 15 seconds, and whenever `reload` is called.
 *
 * @example const { conversations, status, begin } = useConversations();
 */
export function useConversations(): ConversationsResult {
  const client = useTidings();
  const store = useMemo(() => createConversationsStore(client), [client]);
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, () => noConversations);
  return useMemo(
    () => ({ ...snapshot, reload: store.reload, loadOlder: store.loadOlder, begin: store.begin }),
    [snapshot, store],
  );
}

function createConversationsStore(client: Client) {
  let list: ConversationList | undefined;
  // What a hidden <Activity> showed is there when it shows again.
  let last: ConversationList | undefined;
  return {
    getSnapshot: () => last?.getSnapshot() ?? noConversations,
    reload: async () => list?.reload(),
    loadOlder: async () => list?.loadOlder(),
    async begin(participantIds: string[], options?: CreateOptions) {
      if (list === undefined) throw new Error("begin was called before the first render was done");
      return list.begin(participantIds, options);
    },
    subscribe(listener: () => void) {
      const held = sharedLists.acquire(client, undefined, last);
      list = held.thing;
      last = held.thing;
      const stop = held.thing.subscribe(listener);
      return () => {
        stop();
        held.release();
        list = undefined;
      };
    },
  };
}
