export { type ChatMock, type ChatMockOptions, createChatMock } from "./chat-mock.ts";
export type { ChatStore } from "./chat-store.ts";
export { type ChatScenarioName, chatScenarios } from "./scenarios.ts";
