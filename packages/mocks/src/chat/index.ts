export { answerForGrace } from "./answer-for-grace.ts";
export type { ChatBook } from "./book.ts";
export { type ChatScenarioName, chatScenarios } from "./scenarios.ts";
export { type ChatWorld, type ChatWorldOptions, createChatWorld } from "./world.ts";
