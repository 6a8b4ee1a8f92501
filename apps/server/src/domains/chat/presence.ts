import { chatStream, chatTopicKey } from "@tidings/contracts/chat";
import { type Connection, type HubReport, type Publication, publication } from "@tidings/hub";
import type { ConversationRepository, Member } from "./conversation-repository.ts";

/** Who is here: whoever has a chat stream open, and for a moment longer. */
export interface Presence {
  /** Listens to the hub: streams that open and close. */
  hear(report: HubReport): void;
  isOnline(userId: string): boolean;
  /** Forgets everyone and leaves no timer. */
  close(): void;
}

/** What {@link createPresence} works with. */
export interface PresenceParts {
  readonly conversations: Pick<ConversationRepository, "members" | "partners" | "takesPart" | "setLastSeen">;
  readonly publishAll: (publications: readonly Publication[]) => Promise<unknown>;
  /** Milliseconds that somebody without a stream still counts as here: reconnects are no absence. Default 5,000. */
  readonly graceMs?: number;
  readonly onFailure?: (error: unknown) => void;
}

/** Somebody who is here, or was a moment ago. */
interface Visitor {
  readonly streams: Set<string>;
  leaving?: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Makes {@link Presence}. Others are told once when somebody comes and once when they are gone; who opens a stream is
 * told how all the others stand, because presence is not stored and cannot be replayed.
 */
export function createPresence(parts: PresenceParts): Presence {
  const { conversations, publishAll, graceMs = 5000, onFailure = () => {} } = parts;
  const visitors = new Map<string, Visitor>();

  function opened(connection: Connection, userId: string): void {
    if (connection.closed) return;
    const visitor = visitors.get(userId) ?? { streams: new Set() };
    const cameJustNow = !visitors.has(userId);
    visitors.set(userId, visitor);
    clearTimeout(visitor.leaving);
    visitor.leaving = undefined;
    visitor.streams.add(connection.id);
    if (cameJustNow) attempt(tellOthers(userId, null));
    attempt(welcome(connection, userId));
  }

  function closed(connection: Connection, userId: string): void {
    const visitor = visitors.get(userId);
    if (visitor === undefined || !visitor.streams.delete(connection.id) || visitor.streams.size > 0) return;
    const lastSeen = new Date().toISOString();
    // At once: the process may not live as long as the grace lasts.
    attempt(conversations.setLastSeen(userId, lastSeen));
    visitor.leaving = setTimeout(() => {
      visitors.delete(userId);
      attempt(tellOthers(userId, lastSeen));
    }, graceMs);
    visitor.leaving.unref();
  }

  /** What the newcomer missed; whoever left between the door and here is shown out. */
  async function welcome(connection: Connection, userId: string): Promise<void> {
    for (const { topic } of connection.rooms) {
      const conversationId = conversationOfTopic(topic, userId);
      if (!(await conversations.takesPart(conversationId, userId))) {
        connection.end("revoked", 0);
        continue;
      }
      const others = (await conversations.members(conversationId)).filter((member) => member.userId !== userId);
      const seat = { conversationId, userId };
      await publishAll(others.map((member) => tell(seat, member, visitors.has(member.userId), member.lastSeen)));
    }
  }

  async function tellOthers(userId: string, lastSeen: string | null): Promise<void> {
    const seats = await conversations.partners(userId);
    const [first] = seats;
    if (first === undefined) return;
    const about = (await conversations.members(first.conversationId)).find((member) => member.userId === userId);
    if (about !== undefined) await publishAll(seats.map((seat) => tell(seat, about, visitors.has(userId), lastSeen)));
  }

  function attempt(work: Promise<unknown>): void {
    work.catch(onFailure);
  }

  return {
    hear(report) {
      if (report.type !== "opened" && report.type !== "closed") return;
      const { connection } = report;
      if (connection.stream !== chatStream || connection.principal === undefined) return;
      if (report.type === "opened") opened(connection, connection.principal.id);
      else closed(connection, connection.principal.id);
    },
    isOnline: (userId) => visitors.has(userId),
    close() {
      for (const { leaving } of visitors.values()) clearTimeout(leaving);
      visitors.clear();
    },
  };
}

/** To one participant of one conversation: how another stands. */
function tell(
  { conversationId, userId }: { readonly conversationId: string; readonly userId: string },
  about: Pick<Member, "userId" | "displayName">,
  isOnline: boolean,
  lastSeen: string | null,
): Publication {
  return publication(chatStream.topic(chatTopicKey(conversationId, userId)), {
    event: "onlineStatus",
    data: {
      userId: about.userId,
      displayName: about.displayName,
      isOnline,
      lastSeen: isOnline ? null : lastSeen,
      conversationId,
      timestamp: new Date().toISOString(),
    },
  });
}

function conversationOfTopic(topic: string, userId: string): string {
  return topic.slice(`${chatStream.name}/`.length, -`/${userId}`.length);
}
