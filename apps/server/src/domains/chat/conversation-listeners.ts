import { chatStream } from "@tidings/contracts/chat";
import type { Connection, HubReport } from "@tidings/hub";

/** Which users have a stream of a conversation open. Only they get events that are not stored. */
export interface ConversationListeners {
  /** Takes the hub's reports of streams that open and close. */
  onHubReport(report: HubReport): void;
  /** Ids of the users who listen to a conversation. */
  listenersOf(conversationId: string): Iterable<string>;
}

/** Makes {@link ConversationListeners}. */
export function createConversationListeners(): ConversationListeners {
  /** The number of streams, by conversation and user. */
  const open = new Map<string, Map<string, number>>();

  function count(conversationId: string, userId: string, step: 1 | -1): void {
    const users = open.get(conversationId) ?? new Map<string, number>();
    const streams = (users.get(userId) ?? 0) + step;
    if (streams > 0) users.set(userId, streams);
    else users.delete(userId);
    if (users.size > 0) open.set(conversationId, users);
    else open.delete(conversationId);
  }

  /**
   * The streams that were counted. A stream that ends while it is being opened is reported as closed without being
   * reported as opened.
   */
  const counted = new Map<string, readonly string[]>();
  return {
    onHubReport(report) {
      if (report.type !== "opened" && report.type !== "closed") return;
      const { connection } = report;
      const userId = connection.principal?.id;
      if (connection.stream !== chatStream || userId === undefined) return;
      if (report.type === "opened") {
        if (connection.closed || counted.has(connection.id)) return;
        const conversations = conversationsOf(connection, userId);
        counted.set(connection.id, conversations);
        for (const id of conversations) count(id, userId, 1);
        return;
      }
      for (const id of counted.get(connection.id) ?? []) count(id, userId, -1);
      counted.delete(connection.id);
    },
    listenersOf: (conversationId) => open.get(conversationId)?.keys() ?? [],
  };
}

/** The conversations of a stream. */
export function conversationsOf(connection: Pick<Connection, "topics">, userId: string): readonly string[] {
  return connection.topics.map((topic) => topic.slice(`${chatStream.name}/`.length, -`/${userId}`.length));
}
