import { MAX_PAGE } from "@tidings/contracts";
import { type ChatMessage, chatStream, listMessages, messageStatuses } from "@tidings/contracts/chat";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery } from "../stores/live-query.ts";
import type { Loaded } from "../stores/loaded.ts";

/** Oldest first, as a conversation is read. */
export type ChatMessages = readonly ChatMessage[];

/** The newest messages of a conversation without a hole, as far back as they were asked for. */
export interface ChatHistory {
  readonly messages: ChatMessages;
  /** What `before` asks for the next older page; null where the conversation begins. */
  readonly next: string | null;
}

/** Messages loaded again at most; older ones are loaded again page by page when they are asked for. */
const MAX_RELOADED = 1_000;

/**
 * The newest messages of a conversation, kept up by its stream. One's own come by {@link addMessage}, and by the stream
 * where they were sent on another connection; of both the first counts (C32.1). Older pages come by {@link addOlder}; a
 * reload reaches as far back as they did, or as the `initial` history of a query that was closed.
 *
 * @example
 * const query = createMessagesQuery(client, conversationId);
 * const { data } = await client.call(sendMessage, { body: { conversationId, text } });
 * query.update((history) => addMessage(history, data));
 */
export function createMessagesQuery(
  client: Client,
  conversationId: string,
  { initial }: { readonly initial?: Loaded<ChatHistory> | undefined } = {},
): LiveQuery<ChatHistory, typeof chatStream> {
  return createLiveQuery<ChatHistory, typeof chatStream>({
    client,
    stream: chatStream,
    query: { conversationId },
    initial,
    load: (signal, held) => loadHistory(client, conversationId, held, signal),
    apply: {
      message: addMessage,
      statusUpdate(history, { messageId, status }, { reload }) {
        const known = history.messages.find((message) => message.messageId === messageId);
        if (known !== undefined) return addMessage(history, { ...known, status });
        // The user's own message, sent just now or by a caller that names no connection: the stream does not send it,
        // only its statuses.
        reload();
        return history;
      },
    },
  });
}

/** The history with one message more. */
export function addMessage(history: ChatHistory, message: ChatMessage): ChatHistory {
  const messages = mergeMessage(history.messages, message);
  return messages === history.messages ? history : { ...history, messages };
}

/** The history with an older page before it; a page that does not end where the history begins would leave a hole. */
export function addOlder(
  history: ChatHistory,
  before: string,
  page: { readonly messages: ChatMessages; readonly next: string | null },
): ChatHistory {
  if (history.next !== before) return history;
  return { messages: [...page.messages.toReversed(), ...history.messages], next: page.next };
}

/** The messages with one more, in its place by time; known already, its status only moves on. */
export function mergeMessage(messages: ChatMessages, message: ChatMessage): ChatMessages {
  const index = messages.findIndex(({ messageId }) => messageId === message.messageId);
  const known = messages[index];
  if (known !== undefined) return rank(message) > rank(known) ? messages.with(index, message) : messages;
  const after = messages.findLastIndex(({ timestamp }) => timestamp <= message.timestamp);
  return messages.toSpliced(after + 1, 0, message);
}

async function loadHistory(
  client: Client,
  conversationId: string,
  held: ChatHistory | undefined,
  signal: AbortSignal,
): Promise<{ readonly data: ChatHistory; readonly position: string | undefined }> {
  const oldest = held?.messages[0]?.messageId;
  const newest = await client.call(listMessages, { query: { conversationId } }, { signal });
  let { messages, next } = newest.data;
  while (next !== null && oldest !== undefined && messages.length < MAX_RELOADED) {
    if (messages.some(({ messageId }) => messageId === oldest)) break;
    const query = { conversationId, before: next, limit: String(MAX_PAGE) };
    const { data } = await client.call(listMessages, { query }, { signal });
    messages = [...messages, ...data.messages];
    next = data.next;
  }
  return { data: { messages: messages.toReversed(), next }, position: newest.position };
}

function rank({ status }: ChatMessage): number {
  return messageStatuses.indexOf(status);
}
