import { chatStream, chatTopicKey, PRESENCE_GRACE_MS, presenceEvent, presenceOf } from "@tidings/contracts/chat";
import type { MockServer } from "../server/mock-server.ts";
import type { ChatStore, Participant } from "./chat-store.ts";

/** Who is online: users with an open chat stream, and for a moment after its end. */
export interface MockPresence {
  /** A user's presence. `lastSeen` is ISO 8601; null for never and for now. */
  of(userId: string): ReturnType<typeof presenceOf>;
  /** Makes a user without a stream come or go, for scenarios. */
  pretend(userId: string, isOnline: boolean): void;
  close(): void;
}

/**
 * Makes {@link MockPresence}. The other participants get each change, and a user who opens a stream gets the presence
 * of all others.
 */
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

  const of = (userId: string) => presenceOf(online.has(userId), seen.get(userId) ?? null);

  function tell(conversationId: string, to: string, about: string): void {
    const person = people.get(about) ?? { id: about, name: about };
    const event = presenceEvent(conversationId, person, of(about), new Date(server.clock.now()).toISOString());
    server.publish(chatStream.topic(chatTopicKey(conversationId, to)), event);
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
    leaving.set(userId, server.clock.schedule(leave, PRESENCE_GRACE_MS));
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
    // Before anyone is told, because publishing changes the server's state and calls this function again.
    greeted = new Set(connections);
    const here = new Set([...pretended, ...connections.flatMap(({ user }) => user?.id ?? [])]);
    for (const userId of here) come(userId);
    for (const userId of [...online]) if (!here.has(userId)) go(userId);
    for (const { topics, user } of fresh) if (user) welcome(topics, user.id);
  }

  const stopLooking = server.subscribe(look);

  return {
    of,
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
