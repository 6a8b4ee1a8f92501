export {
  type ConversationList,
  type ConversationsSnapshot,
  createConversationList,
  noConversations,
} from "./conversation-list.ts";
export {
  type ConversationSnapshot,
  type ConversationToOpen,
  type ConversationView,
  emptyConversation,
  openConversation,
  type Presence,
} from "./conversation-view.ts";
export {
  addMessage,
  addOlder,
  type ChatHistory,
  type ChatMessages,
  createMessagesQuery,
  mergeMessage,
} from "./messages-query.ts";
export { type Outbox, type OutgoingMessage, outboxOf } from "./outbox.ts";
export {
  type ChatSubscribeOptions,
  type ChatSubscription,
  type OnlineNotice,
  subscribeToSSE,
  type TypingNotice,
} from "./subscribe.ts";
export type { TypingUser } from "./typing-users.ts";
