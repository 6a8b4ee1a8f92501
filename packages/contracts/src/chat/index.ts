export {
  type Conversation,
  conversation,
  conversationOf,
  MAX_UNREAD,
  type Participant,
  participant,
  sampleConversation,
  sampleMessages,
} from "./conversation.ts";
export {
  createConversation,
  getConversation,
  leaveConversation,
  listConversations,
  listMessages,
  sendMessage,
  setTyping,
  updateMessageStatus,
} from "./endpoints.ts";
export {
  type ChatMessage,
  chatMessage,
  type MessageStatus,
  messageStatus,
  messageStatusDisplay,
  messageStatuses,
} from "./message.ts";
export {
  CHAT_ALIAS,
  chatGreeting,
  type Hearer,
  hearersOf,
  idOfPair,
  isSameMessage,
  namesConversation,
  otherParticipants,
  PRESENCE_GRACE_MS,
  presenceEvent,
  presenceOf,
  statusEvent,
  typingEvent,
} from "./policy.ts";
export { chatStream, chatTopicKey, TYPING_EXPIRES_MS } from "./stream.ts";
