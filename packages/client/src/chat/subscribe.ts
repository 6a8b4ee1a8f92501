import type { EventData } from "@tidings/contracts";
import { me } from "@tidings/contracts/auth";
import {
  type ChatMessage,
  chatStream,
  listMessages,
  type MessageStatus,
  updateMessageStatus,
} from "@tidings/contracts/chat";
import { isolate } from "@tidings/contracts/listeners";
import { type Client, type ClientOptions, createClient } from "../client.ts";
import { ClientError } from "../error.ts";

/** Somebody types, or no longer. */
export type TypingNotice = EventData<typeof chatStream, "typing">;
/** Somebody came or went. */
export type OnlineNotice = EventData<typeof chatStream, "onlineStatus">;

/** What {@link subscribeToSSE} takes: brief 002's options, and where they lead. */
export interface ChatSubscribeOptions {
  readonly conversationId: string;
  /** The token to send, or a function that has the one of the moment. Leave it out where a cookie does the work. */
  readonly token?: (string | (() => string | undefined | Promise<string | undefined>)) | undefined;
  /**
   * A message of somebody else, or one's own that was sent on another connection (D23.2); once each, in order. Of one's own
   * that were missed for good only the statuses are told.
   */
  onMessage(message: ChatMessage): void;
  /** How far a message is now. */
  onStatusUpdate(messageId: string, status: MessageStatus): void;
  /** Also called when typing ended without an event, after the event's `expiresInMs`. */
  readonly onTyping?: ((notice: TypingNotice) => void) | undefined;
  readonly onOnlineStatus?: ((notice: OnlineNotice) => void) | undefined;
  /** Why the stream broke or closed, and whatever else went wrong. Reconnecting goes on by itself where it can. */
  readonly onError?: ((error: ClientError) => void) | undefined;
  /** The stream is up, or up again. */
  readonly onConnect?: (() => void) | undefined;
  /** The stream was up and is no longer. */
  readonly onDisconnect?: (() => void) | undefined;
  /** Says of each message of others that it was delivered. Default true. */
  readonly acknowledge?: boolean | undefined;
  /** A client to share; without it the subscription has one of its own, made of the two fields below. */
  readonly client?: Client | undefined;
  readonly baseUrl?: string | undefined;
  readonly host?: ClientOptions["host"] | undefined;
}

/** What {@link subscribeToSSE} answers. */
export interface ChatSubscription {
  /** Ends it; nothing is called any more. Idempotent. */
  unsubscribe(): void;
}

/**
 * Subscribes to a conversation (brief 002). It reconnects with exponential backoff, resumes by position, and reads
 * from the history what was missed for good.
 *
 * @example
 * const subscription = subscribeToSSE({
 *   conversationId: "conv_user1_user2",
 *   token: "your-auth-token",
 *   onMessage: (message) => console.log("New message:", message),
 *   onStatusUpdate: (messageId, status) => console.log(`Message ${messageId} status: ${status}`),
 * });
 * subscription.unsubscribe();
 */
export function subscribeToSSE(options: ChatSubscribeOptions): ChatSubscription {
  const { conversationId, acknowledge = true } = options;
  const client = options.client ?? createOwnClient(options);
  const stream = client.open(chatStream, { query: { conversationId } });
  const typingUsers = new Map<string, () => void>();
  const seen = new Set<string>();
  const abort = new AbortController();
  let connected = false;
  let lastError: ClientError | undefined;
  /** Everything up to here was told, or is older than the subscription. */
  let toldThrough: string | undefined;

  function onMessage(message: ChatMessage): void {
    if (seen.has(message.messageId)) return;
    seen.add(message.messageId);
    toldThrough = message.timestamp;
    tell(() => options.onMessage(message));
    if (!acknowledge) return;
    const request = { params: { id: message.messageId }, body: { status: "delivered" as const } };
    client.call(updateMessageStatus, request, { signal: abort.signal }).catch((cause) => {
      // The server decides who has to acknowledge a message: the user's own, from another device, need no receipt.
      if (!(cause instanceof ClientError && cause.status === 403)) fail(cause);
    });
  }

  function onTyping(notice: TypingNotice): void {
    typingUsers.get(notice.userId)?.();
    typingUsers.delete(notice.userId);
    if (notice.isTyping) {
      const forget = () => onTyping({ ...notice, isTyping: false });
      typingUsers.set(notice.userId, client.host.setTimer(forget, notice.expiresInMs));
    }
    tell(() => options.onTyping?.(notice));
  }

  function onStatus(): void {
    const { state, error } = stream.getSnapshot();
    if (connected && state !== "open") {
      connected = false;
      tell(() => options.onDisconnect?.());
    }
    if (error !== undefined && error !== lastError) fail(error);
    lastError = error;
  }

  function onGreeting({ resume, timestamp }: EventData<typeof chatStream, "connected">): void {
    if (!connected) {
      connected = true;
      tell(() => options.onConnect?.());
    }
    if (resume === "gap" && toldThrough !== undefined) catchUp(toldThrough).catch(fail);
    toldThrough ??= timestamp;
  }

  /** The log no longer has what was missed; the history does. */
  async function catchUp(since: string): Promise<void> {
    const { signal } = abort;
    const { data: self } = await client.call(me, {}, { signal });
    const missed: ChatMessage[] = [];
    let before: string | undefined;
    do {
      const query = { conversationId, before };
      const { data } = await client.call(listMessages, { query }, { signal });
      const news = data.messages.filter(({ timestamp }) => timestamp >= since);
      missed.unshift(...news.reverse());
      before = news.length === data.messages.length ? (data.next ?? undefined) : undefined;
    } while (before !== undefined);
    if (signal.aborted) return;
    for (const message of missed) {
      if (message.senderId === self.id) onStatusUpdate(message);
      else onMessage(message);
    }
  }

  function onStatusUpdate({ messageId, status }: Pick<ChatMessage, "messageId" | "status">): void {
    tell(() => options.onStatusUpdate(messageId, status));
  }

  /** A callback that throws must not keep the messages after it from the application (C14.2). */
  function tell(callback: () => void): void {
    if (!abort.signal.aborted) isolate(callback, fail);
  }

  function fail(cause: unknown): void {
    if (abort.signal.aborted) return;
    const error =
      cause instanceof ClientError ? cause : new ClientError("listener_failed", "a callback threw", { cause });
    isolate(
      () => (options.onError ?? client.report)(error),
      (thrown) => client.host.reportError(thrown),
    );
  }

  stream.on("connected", ({ data }) => onGreeting(data));
  stream.on("message", ({ data }) => onMessage(data));
  stream.on("statusUpdate", ({ data }) => onStatusUpdate(data));
  stream.on("typing", ({ data }) => onTyping(data));
  stream.on("onlineStatus", ({ data }) => tell(() => options.onOnlineStatus?.(data)));
  stream.subscribe(onStatus);

  return {
    unsubscribe() {
      abort.abort();
      for (const cancel of typingUsers.values()) cancel();
      typingUsers.clear();
      stream.close();
      if (options.client === undefined) client.close();
    },
  };
}

function createOwnClient({ token, baseUrl, host, onError }: ChatSubscribeOptions): Client {
  return createClient({
    baseUrl,
    host,
    auth: token === undefined ? undefined : { token: () => (typeof token === "function" ? token() : token) },
    onProblem: onError,
  });
}
