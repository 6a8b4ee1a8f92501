import { createMemoryRateLimit, refuseOver } from "@tidings/admission/rates";
import { createConversation } from "@tidings/contracts/chat";
import type { Core, Domain } from "../domain.ts";
import { createChatService } from "./chat-service.ts";
import { createConversationListeners } from "./conversation-listeners.ts";
import { createConversationRepository } from "./conversation-repository.ts";
import { mapMessageChange } from "./map-message-change.ts";
import { createMessageRepository } from "./message-repository.ts";
import { createPresence } from "./presence.ts";
import { serveChat } from "./routes.ts";
import { seedConversation } from "./seed-conversation.ts";
import { createTyping } from "./typing.ts";

const HOUR_S = 60 * 60;

/** Brief 002: conversations, messages, typing and presence. */
export function createChat({
  config,
  store,
  hub,
  logger,
  users,
  endTopic,
  onUnreadable,
  catchUp,
  readSnapshot,
}: Core): Domain {
  const { maxConversations, maxContactsPerHour, presenceGraceMs } = config.chat;
  const conversations = createConversationRepository(store, onUnreadable);
  const messages = createMessageRepository(store, onUnreadable);
  const listeners = createConversationListeners();
  const ephemeralEvents = {
    listeners,
    publishAll: hub.publishAll,
    onFailure: (err: unknown) => logger.warn({ err }, "presence or typing could not be told"),
  };
  const presence = createPresence({ ...ephemeralEvents, conversations, graceMs: presenceGraceMs });
  const typing = createTyping(ephemeralEvents);
  const contacts = createMemoryRateLimit(maxContactsPerHour, HOUR_S);
  const chat = createChatService({
    conversations,
    messages,
    users,
    presence,
    typing,
    endTopic,
    quotas: {
      conversations: maxConversations,
      contact: async (userId, people) =>
        refuseOver(await contacts.take(userId, people), createConversation.errors[429]),
    },
    onChange: catchUp,
  });
  return {
    mappers: { chat_messages: mapMessageChange },
    onHubReport(report) {
      // Presence reads the listeners, so they must get each report first.
      listeners.onHubReport(report);
      presence.onHubReport(report);
    },
    serve: (context) => serveChat(context, { chat, readSnapshot }),
    seed: () => seedConversation({ conversations, messages }),
    close() {
      presence.close();
      typing.close();
    },
  };
}
