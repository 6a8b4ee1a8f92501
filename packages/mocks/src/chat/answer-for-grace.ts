import { sampleUsers } from "@tidings/contracts/auth";
import { chatStream } from "@tidings/contracts/chat";
import { type Playback, play } from "../playback.ts";
import { chatScenarios } from "./scenarios.ts";
import type { ChatWorld } from "./world.ts";

/**
 * Lets Grace read and answer what Ada says to her, as long as nobody is signed in as Grace and has a chat open.
 *
 * @returns what ends it
 */
export function answerForGrace(world: ChatWorld): () => void {
  const { ada, grace } = sampleUsers;
  const { graceAnswers } = chatScenarios(world);
  let playback: Playback | undefined;

  const leave = world.onMessage(({ senderId, conversationId }) => {
    const isToGrace = senderId === ada.id && world.book.takesPart(conversationId, grace.id);
    const isHere = world.server.connectionsOf(chatStream).some(({ user }) => user?.id === grace.id);
    if (!isToGrace || isHere) return;
    playback?.stop();
    playback = play(world.server, graceAnswers);
  });
  return () => {
    leave();
    playback?.stop();
  };
}
