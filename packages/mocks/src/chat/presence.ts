import { chatStream, chatTopicKey } from "@tidings/contracts/chat";
import type { MockServer } from "../server/mock-server.ts";
import type { ChatStore, Participant } from "./chat-store.ts";

/** Milliseconds that somebody without a stream still counts as here, as on the real server. */
const GRACE_MS = 5_000;

/** Who is here: whoever has a chat stream open, and for a moment longer. */
export interface MockPresence {
  isOnline(userId: string): boolean;
  /** ISO 8601; null for never, and for now. */
  lastSeen(userId: string): string | null;
  /** Lets somebody without a stream come or go, as scenarios do. */
  pretend(userId: string, isOnline: boolean): void;
  close(): void;
}

/** Makes {@link MockPresence}; the others in a conversation are told, and who opens a stream is told how they stand. */
export function createMockPresence(
  server: MockServer,
  store: ChatStore,
  people: ReadonlyMap<string, Participant>,
): MockPresence {
  const online = new Set<string>();
  const pretended = new Set<string>();
  const leaving = new Map<string, () => void>();
  const seen = new Map<string, string>();
  let greeted: ReadonlySet<unknown> = new Set();

  const lastSeen = (userId: string) => (online.has(userId) ? null : (seen.get(userId) ?? null));

  function tell(conversationId: string, to: string, about: string): void {
    const data = {
      userId: about,
      displayName: people.get(about)?.name ?? about,
      isOnline: online.has(about),
      lastSeen: lastSeen(about),
      conversationId,
      timestamp: new Date(server.clock.now()).toISOString(),
    };
    server.publish(chatStream.topic(chatTopicKey(conversationId, to)), { event: "onlineStatus", data });
  }

  function tellOthers(userId: string): void {
    for (const conversationId of store.list(userId)) {
      for (const other of store.members(conversationId)) if (other !== userId) tell(conversationId, other, userId);
    }
  }

  function come(userId: string): void {
    leaving.get(userId)?.();
    leaving.delete(userId);
    if (online.has(userId)) return;
    online.add(userId);
    tellOthers(userId);
  }

  function go(userId: string): void {
    if (leaving.has(userId)) return;
    seen.set(userId, new Date(server.clock.now()).toISOString());
    const leave = () => {
      leaving.delete(userId);
      online.delete(userId);
      tellOthers(userId);
    };
    leaving.set(userId, server.clock.schedule(leave, GRACE_MS));
  }

  function welcome(topics: ReadonlySet<string>, userId: string): void {
    for (const conversationId of store.list(userId)) {
      if (!topics.has(chatStream.topic(chatTopicKey(conversationId, userId)).name)) continue;
      for (const other of store.members(conversationId)) if (other !== userId) tell(conversationId, userId, other);
    }
  }

  function look(): void {
    if (server.signal.aborted) return;
    const connections = server.connectionsOf(chatStream);
    const fresh = connections.filter((connection) => !greeted.has(connection));
    // Before anyone is told: telling is a change of the server, and leads back here.
    greeted = new Set(connections);
    const here = new Set([...pretended, ...connections.flatMap(({ user }) => user?.id ?? [])]);
    for (const userId of here) come(userId);
    for (const userId of [...online]) if (!here.has(userId)) go(userId);
    for (const { topics, user } of fresh) if (user) welcome(topics, user.id);
  }

  const stopLooking = server.subscribe(look);

  return {
    isOnline: (userId) => online.has(userId),
    lastSeen,
    pretend(userId, isOnline) {
      if (isOnline) pretended.add(userId);
      else pretended.delete(userId);
      look();
    },
    close() {
      stopLooking();
      for (const cancel of leaving.values()) cancel();
      leaving.clear();
    },
  };
}
