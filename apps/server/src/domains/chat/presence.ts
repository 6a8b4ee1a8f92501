import { setImmediate as turn } from "node:timers/promises";
import { chatStream, chatTopicKey, PRESENCE_GRACE_MS, presenceEvent, presenceOf } from "@tidings/contracts/chat";
import { type Connection, type HubReport, type Publication, publication } from "@tidings/hub";
import { type ConversationListeners, conversationsOf } from "./conversation-listeners.ts";
import type { ConversationRepository, Member } from "./conversation-repository.ts";

/** Who is online: users with an open chat stream, and for a moment after its end. Only listeners get it (S22.3). */
export interface Presence {
  /** Takes the hub's reports of streams that open and close. */
  onHubReport(report: HubReport): void;
  isOnline(userId: string): boolean;
  /** Forgets everyone and leaves no timer. */
  close(): void;
}

/** What {@link createPresence} works with. */
export interface PresenceParts {
  readonly conversations: Pick<ConversationRepository, "members" | "idsOf" | "person" | "takesPart" | "setLastSeen">;
  /** It must get each report before presence does. */
  readonly listeners: Pick<ConversationListeners, "listenersOf">;
  readonly publishAll: (publications: readonly Publication[]) => Promise<unknown>;
  /**
   * Milliseconds for which a user without a stream still counts as online, so that a reconnect is not shown as leaving.
   * Default {@link PRESENCE_GRACE_MS}.
   */
  readonly graceMs?: number;
  readonly onFailure?: (error: unknown) => void;
}

/** A user who is online, or was a moment ago. */
interface OnlineUser {
  readonly streams: Set<string>;
  leaving?: ReturnType<typeof setTimeout> | undefined;
}

/** How many conversations are read, or events published, in one turn of the event loop. */
const SLICE = 200;

/**
 * Makes {@link Presence}. The others get one event when a user comes and one when the user is gone. A user who opens a
 * stream gets the presence of all others, because presence is not stored and cannot be replayed. Only users who listen
 * get events, one for each conversation that they listen to. They are sent in slices, between which the event loop
 * takes a turn, because a user may take part in thousands of conversations (S17.2).
 */
export function createPresence(parts: PresenceParts): Presence {
  const { conversations, listeners, publishAll, graceMs = PRESENCE_GRACE_MS, onFailure = () => {} } = parts;
  const onlineUsers = new Map<string, OnlineUser>();

  function opened(connection: Connection, userId: string): void {
    if (connection.closed) return;
    const user = onlineUsers.get(userId) ?? { streams: new Set() };
    const cameJustNow = !onlineUsers.has(userId);
    onlineUsers.set(userId, user);
    clearTimeout(user.leaving);
    user.leaving = undefined;
    user.streams.add(connection.id);
    if (cameJustNow) attempt(tellOthers(userId, null));
    attempt(welcome(connection, userId));
  }

  function closed(connection: Connection, userId: string): void {
    const user = onlineUsers.get(userId);
    if (user === undefined || !user.streams.delete(connection.id) || user.streams.size > 0) return;
    const lastSeen = new Date().toISOString();
    // Store it at once, because the process may end before the grace period is over.
    attempt(conversations.setLastSeen(userId, lastSeen));
    user.leaving = setTimeout(() => {
      onlineUsers.delete(userId);
      attempt(tellOthers(userId, lastSeen));
    }, graceMs);
    user.leaving.unref();
  }

  /**
   * Sends a new reader the presence of the others. Ends the stream if its user left the conversation while it was
   * opened.
   */
  async function welcome(connection: Connection, userId: string): Promise<void> {
    for (const conversationId of conversationsOf(connection, userId)) {
      if (!(await conversations.takesPart(conversationId, userId))) {
        connection.end("revoked", 0);
        continue;
      }
      const others = (await conversations.members(conversationId)).filter((member) => member.userId !== userId);
      const to = { conversationId, userId };
      await publishSliced(
        others.map((member) => statusOf(to, member, onlineUsers.has(member.userId), member.lastSeen)),
      );
    }
  }

  /**
   * Publishes to the listeners that a user came or went. If the user comes back meanwhile, this stops, and a new run
   * publishes that.
   */
  async function tellOthers(userId: string, lastSeen: string | null): Promise<void> {
    const isOnline = onlineUsers.has(userId);
    const about = await conversations.person(userId);
    if (about === undefined) return;
    let after = "";
    for (;;) {
      const ids = await conversations.idsOf(userId, after, SLICE);
      const told = ids.flatMap((conversationId) =>
        [...listeners.listenersOf(conversationId)]
          .filter((other) => other !== userId)
          .map((other) => statusOf({ conversationId, userId: other }, about, isOnline, lastSeen)),
      );
      await publishSliced(told);
      after = ids.at(-1) ?? "";
      if (ids.length < SLICE) return;
      await turn();
      if (onlineUsers.has(userId) !== isOnline) return;
    }
  }

  async function publishSliced(publications: readonly Publication[]): Promise<void> {
    for (let start = 0; start < publications.length; start += SLICE) {
      if (start > 0) await turn();
      await publishAll(publications.slice(start, start + SLICE));
    }
  }

  function attempt(work: Promise<unknown>): void {
    work.catch(onFailure);
  }

  return {
    onHubReport(report) {
      if (report.type !== "opened" && report.type !== "closed") return;
      const { connection } = report;
      if (connection.stream !== chatStream || connection.principal === undefined) return;
      if (report.type === "opened") opened(connection, connection.principal.id);
      else closed(connection, connection.principal.id);
    },
    isOnline: (userId) => onlineUsers.has(userId),
    close() {
      for (const { leaving } of onlineUsers.values()) clearTimeout(leaving);
      onlineUsers.clear();
    },
  };
}

/** The event that tells one participant of one conversation the presence of another. */
function statusOf(
  { conversationId, userId }: { readonly conversationId: string; readonly userId: string },
  { userId: id, displayName: name }: Pick<Member, "userId" | "displayName">,
  isOnline: boolean,
  lastSeen: string | null,
): Publication {
  const event = presenceEvent(conversationId, { id, name }, presenceOf(isOnline, lastSeen), new Date().toISOString());
  return publication(chatStream.topic(chatTopicKey(conversationId, userId)), event);
}
