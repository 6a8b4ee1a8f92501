import type { OutgoingMessage } from "@tidings/client/chat";
import { sampleUsers } from "@tidings/contracts/auth";
import { chatStream, sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { useConversationAnnouncements } from "./use-conversation-announcements.ts";

const { conversationId } = sampleConversation;
const { ada } = sampleUsers;
const [, hers] = sampleMessages;

function Speaks({ outgoing = [] }: { readonly outgoing?: readonly OutgoingMessage[] }) {
  useConversationAnnouncements({ conversationId, userId: ada.id, outgoing });
  return null;
}

const greeting = (position: string) => ({
  event: "connected",
  id: "e:1",
  data: JSON.stringify({ ...chatStream.greeting.event.samples.valid[0], conversationId, position, resume: "complete" }),
});
const said = (n: number) => ({
  event: "message",
  id: `e:${n}`,
  data: JSON.stringify({ ...hers, messageId: `msg_${n}`, text: `Line ${n}` }),
});
const spoken = (page: Page, role: "status" | "alert") => page.container.querySelector(`[role=${role}]`)?.textContent;
const failed = (id: string): OutgoingMessage => ({ clientMessageId: id, text: id, state: "failed", error: undefined });

it("C17.3: one message that was missed is told as one, however the page was opened", async () => {
  const page = await renderTidings(<Speaks />);
  expect(page.server.last.url.searchParams.get("conversationId")).toBe(conversationId);
  await page.stream(greeting("e:2"), said(2));
  expect(spoken(page, "status")).toBe("1 new message while you were away");
});

it("C17.3: a number that was missed is told anew after each interruption", async () => {
  const page = await renderTidings(<Speaks />);
  await page.stream(greeting("e:3"), said(2), said(3), said(4));
  await page.advance(3_000);
  expect(spoken(page, "status")).toBe("2 new messages while you were away");
  await page.advance(3_000);
  expect(spoken(page, "status")).toBe("Grace: Line 4");
  await page.drop();
  await page.advance(1_000);
  await page.stream(greeting("e:6"), said(5), said(6));
  await page.advance(3_000);
  expect(spoken(page, "status")).toBe("2 new messages while you were away");
});

it("a message that had failed before the page was shown is not told of; each one after it is", async () => {
  const page = await renderTidings(<Speaks outgoing={[failed("a")]} />);
  expect(spoken(page, "alert")).toBe("");
  await page.show(<Speaks outgoing={[failed("a"), { ...failed("b"), state: "sending" }]} />);
  expect(spoken(page, "alert")).toBe("");
  await page.show(<Speaks outgoing={[failed("a"), failed("b")]} />);
  expect(spoken(page, "alert")).toBe("Your message was not sent");
  await page.advance(3_000);
  await page.show(<Speaks outgoing={[]} />);
  expect(spoken(page, "alert")).toBe("");
  await page.show(<Speaks outgoing={[failed("c")]} />);
  expect(spoken(page, "alert")).toBe("Your message was not sent");
});
