import { sampleUsers } from "@tidings/contracts/auth";
import { chatStream } from "@tidings/contracts/chat";
import { defineScenario, type Scenario } from "../scenario/scenario.ts";
import type { ChatMock } from "./chat-mock.ts";

/** The ready scenarios of {@link chatScenarios}. */
export type ChatScenarioName = "graceAnswers" | "graceComesAndGoes";

const answers = [
  "That sounds lovely. The plum tart, or the almond one?",
  "I will be there at six. Shall I bring anything?",
  "Ha! I said the very same to Alan this morning. 😄",
  "Let me look at the oven first, and I will tell you.",
] as const;

/**
 * What Grace does in her conversation with Ada, ready to be played.
 *
 * @example play(mock.server, chatScenarios(mock).graceAnswers)
 */
export function chatScenarios(
  mock: Pick<ChatMock, "say" | "setTyping" | "setOnline" | "readAll">,
): Readonly<Record<ChatScenarioName, Scenario>> {
  const { ada, grace } = sampleUsers;
  let round = 0;

  const answer = () => {
    mock.say(grace.id, ada.id, answers[round % answers.length] ?? answers[0]);
    round += 1;
  };
  return {
    graceAnswers: defineScenario(chatStream, "Grace answers", (after) => [
      after(700).run("Grace is there", () => mock.setOnline(grace.id, true)),
      after(500).run("Grace's telephone has it", () => mock.readAll(grace.id, "delivered")),
      after(900).run("Grace reads", () => mock.readAll(grace.id, "read")),
      after(900).run("Grace types", () => mock.setTyping(grace.id, ada.id, true)),
      after(2600).run("Grace answers", answer),
    ]),
    graceComesAndGoes: defineScenario(chatStream, "Grace comes and goes", (after) => [
      after(500).run("Grace is there", () => mock.setOnline(grace.id, true)),
      after(1500).run("Grace types", () => mock.setTyping(grace.id, ada.id, true)),
      after(2500).run("Grace thinks better of it", () => mock.setTyping(grace.id, ada.id, false)),
      after(1000).run("Grace leaves", () => mock.setOnline(grace.id, false)),
    ]),
  };
}
