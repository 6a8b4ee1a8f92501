import { type ChatMessage, chatStream, listMessages, messageStatuses } from "@tidings/contracts/chat";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery } from "../live-query.ts";

/** Oldest first, as a conversation is read. */
export type ChatMessages = readonly ChatMessage[];

/**
 * The newest messages of a conversation, oldest first, kept up by its stream. One's own come by {@link mergeMessage}:
 * the stream does not send them back. Older pages are `listMessages` with `before`, merged the same way.
 *
 * @example
 * const messages = createMessagesQuery(client, conversationId);
 * const { data } = await client.call(sendMessage, { body: { conversationId, text } });
 * messages.update((all) => mergeMessage(all, data));
 */
export function createMessagesQuery(
  client: Client,
  conversationId: string,
): LiveQuery<ChatMessages, typeof chatStream> {
  return createLiveQuery<ChatMessages, typeof chatStream>({
    client,
    stream: chatStream,
    query: { conversationId },
    load: async (signal) => {
      const { data, position } = await client.call(listMessages, { query: { conversationId } }, { signal });
      return { data: data.messages.toReversed(), position };
    },
    apply: {
      message: mergeMessage,
      statusUpdate(messages, { messageId, status }) {
        const known = messages.find((message) => message.messageId === messageId);
        return known === undefined ? messages : mergeMessage(messages, { ...known, status });
      },
    },
  });
}

/** The messages with one more, in its place by time; known already, its status only moves on. */
export function mergeMessage(messages: ChatMessages, message: ChatMessage): ChatMessages {
  const index = messages.findIndex(({ messageId }) => messageId === message.messageId);
  const known = messages[index];
  if (known !== undefined) return rank(message) > rank(known) ? messages.with(index, message) : messages;
  const after = messages.findLastIndex(({ timestamp }) => timestamp <= message.timestamp);
  return messages.toSpliced(after + 1, 0, message);
}

function rank({ status }: ChatMessage): number {
  return messageStatuses.indexOf(status);
}
