import { sampleUsers, type User } from "@tidings/contracts/auth";
import { chatStream, conversationOf, listMessages, sendMessage } from "@tidings/contracts/chat";
import { createManualClock } from "@tidings/mocks";
import { createMockApp } from "@tidings/mocks/auth";
import { createChatMock } from "@tidings/mocks/chat";
import { setupServer } from "msw/node";
import { expect, onTestFinished, test } from "vitest";
import { answerForGrace } from "./answer-for-grace.ts";

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);
const origin = "http://demo.example";

/** Mocks in which Grace is answered for, and requests of users to them. */
function open() {
  const clock = createManualClock();
  const app = createMockApp({ clock, heartbeatMs: Number.POSITIVE_INFINITY });
  const chat = createChatMock(app);
  const msw = setupServer(...app.handlers(chat));
  msw.listen();
  const leave = answerForGrace(chat);
  onTestFinished(() => {
    leave();
    app.close();
    msw.close();
  });
  const ask = (user: User, path: string, init: RequestInit = {}) =>
    fetch(`${origin}${path}`, { ...init, headers: { Authorization: `Bearer mock.${user.id}.1`, ...init.headers } });
  const say = (text: string) =>
    ask(ada, sendMessage.path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversationId, text }),
    });
  return { clock, chat, leave, ask, say };
}

test("Grace reads and answers what Ada says, and no more once that is ended", async () => {
  const { clock, chat, leave, ask, say } = open();
  expect((await say("Are you there?")).ok).toBe(true);
  clock.advance(10_000);
  const answers = async () => (await ask(ada, `${listMessages.path}?conversationId=${conversationId}`)).text();
  const listed = await answers();
  expect(listed.match(new RegExp(`"senderId":"${grace.id}"`, "g"))?.length).toBeGreaterThan(0);
  expect(listed).toContain('"status":"read"');
  leave();
  const { head } = chat.server.getSnapshot();
  await say("And now?");
  const after = chat.server.getSnapshot().head;
  clock.advance(10_000);
  expect(after).not.toBe(head);
  expect(chat.server.getSnapshot().head).toBe(after);
});

test("somebody who is signed in as Grace answers for herself", async () => {
  const { clock, chat, ask, say } = open();
  const stream = await ask(grace, `${chatStream.path}?conversationId=${conversationId}`);
  expect(stream.ok).toBe(true);
  await say("Are you there?");
  const { head } = chat.server.getSnapshot();
  clock.advance(10_000);
  expect(chat.server.getSnapshot().head).toBe(head);
  await stream.body?.cancel();
});
