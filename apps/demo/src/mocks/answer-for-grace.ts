import { sampleUsers } from "@tidings/contracts/auth";
import { chatStream } from "@tidings/contracts/chat";
import { type Playback, play } from "@tidings/mocks";
import { type ChatMock, chatScenarios } from "@tidings/mocks/chat";

/**
 * Lets Grace read and answer what Ada says to her, as long as nobody is signed in as Grace and has a chat open.
 *
 * @returns a function that ends it
 */
export function answerForGrace(mock: ChatMock): () => void {
  const { ada, grace } = sampleUsers;
  const { graceAnswers } = chatScenarios(mock);
  let playback: Playback | undefined;

  const leave = mock.onMessage(({ senderId, conversationId }) => {
    const isToGrace = senderId === ada.id && mock.store.takesPart(conversationId, grace.id);
    const isHere = mock.server.connectionsOf(chatStream).some(({ user }) => user?.id === grace.id);
    if (!isToGrace || isHere) return;
    playback?.close();
    playback = play(mock.server, graceAnswers);
  });
  return () => {
    leave();
    playback?.close();
  };
}
