import { act } from "@testing-library/react";
import { createClient } from "@tidings/client";
import { leftovers, nothing } from "@tidings/client/testing";
import { sampleUsers } from "@tidings/contracts/auth";
import { chatStream, listMessages, sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { TidingsProvider } from "./tidings-provider.tsx";
import { type ConversationResult, useConversation } from "./use-conversation.ts";
import { useConversationAnnouncements } from "./use-conversation-announcements.ts";

const { conversationId } = sampleConversation;
const { ada } = sampleUsers;
const [, hers] = sampleMessages;
const timestamp = "2026-02-26T05:00:00.000Z";

let latest: ConversationResult;
let renders = 0;

function Conversation() {
  renders += 1;
  latest = useConversation({ conversationId, userId: ada.id });
  useConversationAnnouncements({ conversationId, userId: ada.id, outgoing: latest.outgoing });
  const { status, messages, outgoing } = latest;
  return (
    <p>
      {[status, ...messages.map(({ text }) => text), ...outgoing.map(({ text, state }) => `${text} ${state}`)].join(
        "|",
      )}
    </p>
  );
}

const shown = (page: Page) => page.container.querySelector("p")?.textContent;
const spoken = (page: Page, role: "status" | "alert") => page.container.querySelector(`[role=${role}]`)?.textContent;

const greeting = (fields: object = {}) => ({
  event: "connected",
  data: JSON.stringify({
    message: "SSE connection established",
    conversationId,
    timestamp,
    connectionId: "c-1",
    heartbeatMs: 30_000,
    position: "e:1",
    resume: "complete",
    ...fields,
  }),
});
const said = (n: number, more: object = {}) => ({
  event: "message",
  id: `e:${n}`,
  data: JSON.stringify({ ...hers, messageId: `msg_${n}`, text: `Line ${n}`, status: "read", ...more }),
});

async function live(): Promise<Page> {
  const page = await renderTidings(<Conversation />);
  await page.answer(200, { success: true, data: { messages: [], next: null }, position: "e:1" });
  await page.stream(greeting());
  return page;
}

describe("useConversation", () => {
  it("C1.1, C15: loads once under StrictMode, streams from there, and renders once for a burst", async () => {
    const page = await live();
    expect(page.server.requests.map(({ url }) => url.pathname)).toEqual([listMessages.path, chatStream.path]);
    renders = 0;
    await page.send(said(2), said(3), said(4));
    expect(shown(page)).toBe("ready|Line 2|Line 3|Line 4");
    // StrictMode renders twice.
    expect(renders).toBe(2);
  });

  it("shows one's own at once; failed, it stays, screen readers hear of it, and it can be sent again", async () => {
    const page = await live();
    await act(async () => {
      latest.send("Hello!");
      await page.host.frame();
    });
    expect(shown(page)).toBe("ready|Hello! sending");
    await page.answer(503, { success: false, errors: ["Service unavailable"] });
    expect(shown(page)).toBe("ready|Hello! failed");
    expect(spoken(page, "alert")).toBe("Your message was not sent");
    await act(async () => {
      latest.retry(latest.outgoing[0]?.clientMessageId ?? "");
      await page.host.frame();
    });
    await page.answer(201, { success: true, data: { ...hers, messageId: "msg_9", senderId: ada.id, text: "Hello!" } });
    expect(shown(page)).toBe("ready|Hello!");
  });

  it("says to screen readers what others say as it comes, and what was missed as a number", async () => {
    const page = await live();
    await page.send(said(2));
    expect(spoken(page, "status")).toBe("Grace: Line 2");
    await page.advance(3_000);
    await page.drop();
    await page.advance(1_000);
    await page.stream(greeting({ position: "e:4" }), said(3), said(4));
    await page.advance(3_000);
    expect(spoken(page, "status")).toBe("2 new messages while you were away");
  });

  it("C32.1, C32.3: shows what one says on another device, and what one says here once, and announces neither", async () => {
    const page = await live();
    const own = { senderId: ada.id, senderName: ada.name, status: "sent" };
    await page.send(said(2, own));
    await act(async () => {
      latest.send("Line 3");
      await page.host.frame();
    });
    const { clientMessageId } = JSON.parse(String(page.server.last.init.body));
    await page.send(said(3, { ...own, clientMessageId }));
    expect(shown(page)).toBe("ready|Line 2|Line 3");
    await page.answer(201, { success: true, data: JSON.parse(said(3, { ...own, clientMessageId }).data) });
    await page.frame();
    expect(shown(page)).toBe("ready|Line 2|Line 3");
    await page.advance(3_000);
    expect(spoken(page, "status")).toBe("");
  });

  it("keeps a draft for whoever comes back, and gives the same functions in every render", async () => {
    const page = await live();
    const { send, setDraft } = latest;
    await act(async () => setDraft("half a line"));
    await page.send(said(2));
    expect(latest.send).toBe(send);
    await page.show(null);
    await page.advance(5_000);
    await page.show(<Conversation />);
    expect(latest.getDraft()).toBe("half a line");
  });

  it("C12.1: leaves nothing behind, two seconds after the last component left", async () => {
    const page = await live();
    await page.leave();
    await page.advance(2_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("renders on a server as loading, and hydrates to the same", async () => {
    const fetch = vi.fn(() => new Promise<Response>(() => {}));
    const client = createClient({ host: { fetch } });
    const ui = (
      <TidingsProvider client={client}>
        <Conversation />
      </TidingsProvider>
    );
    const container = document.createElement("div");
    container.innerHTML = renderToString(ui);
    expect(container.querySelector("p")?.textContent).toBe("loading");
    expect(fetch).not.toHaveBeenCalled();
    const mismatches: unknown[] = [];
    const root = await act(async () =>
      hydrateRoot(container, ui, { onRecoverableError: (error) => mismatches.push(error) }),
    );
    expect(mismatches).toEqual([]);
    expect(fetch).toHaveBeenCalledTimes(1);
    await act(async () => root.unmount());
    client.close();
  });
});
