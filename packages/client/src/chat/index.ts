export { type ChatMessages, createMessagesQuery, mergeMessage } from "./messages-query.ts";
export {
  type ChatSubscribeOptions,
  type ChatSubscription,
  type OnlineNotice,
  subscribeToSSE,
  type TypingNotice,
} from "./subscribe.ts";
