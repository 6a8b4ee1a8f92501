import { act } from "@testing-library/react";
import { createClient } from "@tidings/client";
import { leftovers, nothing } from "@tidings/client/testing";
import { type Conversation, sampleConversation } from "@tidings/contracts/chat";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { TidingsProvider } from "./tidings-provider.tsx";
import { type ConversationsResult, useConversations } from "./use-conversations.ts";

let latest: ConversationsResult;

function Conversations() {
  latest = useConversations();
  return <p>{[latest.status, ...latest.conversations.map(({ conversationId }) => conversationId)].join(" ")}</p>;
}

const other: Conversation = { ...sampleConversation, conversationId: "conv_other" };

describe("useConversations", () => {
  it("loads once for all components, and shows one that was begun", async () => {
    const page = await renderTidings([<Conversations key="a" />, <Conversations key="b" />]);
    expect(page.container.textContent).toBe("loading".repeat(2));
    expect(page.server.requests).toHaveLength(1);
    await page.answer(200, { success: true, data: [sampleConversation] });
    let begun: Promise<Conversation> | undefined;
    await act(async () => {
      begun = latest.begin(["somebody"]);
      await page.host.advance(0);
    });
    await page.answer(201, { success: true, data: other });
    expect(await begun).toEqual(other);
    expect(page.container.textContent).toBe(`ready conv_other ${sampleConversation.conversationId}`.repeat(2));
  });

  it("loads again when asked, by the same function in every render", async () => {
    const page = await renderTidings(<Conversations />);
    const { reload } = latest;
    await page.answer(200, { success: true, data: [] });
    expect(latest.reload).toBe(reload);
    await act(async () => {
      void reload();
      await page.host.advance(0);
    });
    await page.answer(200, { success: true, data: [other] });
    expect(page.container.textContent).toBe("ready conv_other");
  });

  it("C12.1: leaves nothing behind, two seconds after the last component left", async () => {
    const page = await renderTidings(<Conversations />);
    await page.answer(200, { success: true, data: [] });
    await page.leave();
    await page.advance(2_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("renders on a server as loading", () => {
    const fetch = vi.fn(() => new Promise<Response>(() => {}));
    const client = createClient({ host: { fetch } });
    const html = renderToString(
      <TidingsProvider client={client}>
        <Conversations />
      </TidingsProvider>,
    );
    expect(html).toContain("<p>loading</p>");
    expect(fetch).not.toHaveBeenCalled();
    client.close();
  });
});
