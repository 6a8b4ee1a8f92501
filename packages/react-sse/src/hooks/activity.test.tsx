import { act } from "@testing-library/react";
import { greeting, leftovers, nothing, orderUpdate } from "@tidings/client/testing";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { Activity, type ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { useConversation } from "./use-conversation.ts";
import { useConversations } from "./use-conversations.ts";
import { type OrdersResult, useOrders } from "./use-orders.ts";

const { conversationId } = sampleConversation;
const [order] = sampleOrders;
const [mine, hers] = sampleMessages;

let orders: OrdersResult;

function Orders(): ReactNode {
  orders = useOrders();
  return <p>{[orders.status, ...orders.orders.map(({ order_status }) => order_status)].join(" ")}</p>;
}

function Chat(): ReactNode {
  const { status, messages, presence } = useConversation({ conversationId, userId: sampleUsers.ada.id });
  return <p>{[status, ...messages.map(({ text }) => text), `${presence.length} there`].join("|")}</p>;
}

function Chats(): ReactNode {
  const { status, conversations } = useConversations();
  return <p>{[status, ...conversations.map((one) => one.conversationId)].join(" ")}</p>;
}

const during = (mode: "visible" | "hidden", ui: ReactNode) => <Activity mode={mode}>{ui}</Activity>;
const shown = (page: Page) => page.container.querySelector("p")?.textContent;
const ok = (data: unknown, position = "e:1") => [200, { success: true, data, position }] as const;
const list = (count: number, more: Partial<Order> = {}) =>
  Array.from({ length: count }, (_, place) => ({ ...order, id: `order-${place}`, ...more }));

/** Hides what is shown for longer than anything is kept for whoever comes back at once. */
async function away(page: Page, ui: ReactNode): Promise<void> {
  await page.show(during("hidden", ui));
  await page.advance(60_000);
  expect(leftovers(page)).toEqual(nothing);
}

describe("C41: what a hidden <Activity> showed", () => {
  it("C41.2: of orders is there when it shows again, is loaded anew, and goes on", async () => {
    const page = await renderTidings(during("visible", <Orders />));
    await page.answer(...ok([order]));
    await page.stream(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2));
    expect(shown(page)).toBe("ready Preparing");
    await away(page, <Orders />);
    await page.show(during("visible", <Orders />));
    expect(shown(page)).toBe("ready Preparing");
    expect(orders.connection.freshness).not.toBe("live");
    await page.answer(...ok([{ ...order, order_status: "Out for Delivery", revision: 3 }], "e:3"));
    expect(shown(page)).toBe("ready Out for Delivery");
    await page.stream(
      greeting({ resume: "complete", position: "e:3" }),
      orderUpdate(4, { order_status: "Delivered", revision: 4 }),
    );
    expect(shown(page)).toBe("ready Delivered");
    expect(page.server.last.headers.get("last-event-id")).toBe("e:3");
  });

  it("stays when loading again fails, and says so", async () => {
    const page = await renderTidings(during("visible", <Orders />));
    await page.answer(...ok([order]));
    await page.stream(greeting({ resume: "complete", position: "e:1" }));
    await away(page, <Orders />);
    await page.show(during("visible", <Orders />));
    await page.answer(403, { success: false, errors: ["Not yours any more"] });
    expect(shown(page)).toBe("ready Order Received");
    expect(orders.error?.status).toBe(403);
  });

  it("C41.1: of older pages is as long as it was", async () => {
    const page = await renderTidings(during("visible", <Orders />));
    await page.answer(...ok(list(51)));
    await page.stream(greeting({ resume: "complete", position: "e:1" }));
    await act(async () => {
      void orders.loadOlder();
      await page.host.advance(0);
    });
    await page.answer(...ok(list(90)));
    expect(orders.orders).toHaveLength(90);
    await away(page, <Orders />);
    await page.show(during("visible", <Orders />));
    expect(orders.orders).toHaveLength(90);
    expect(page.server.last.url.searchParams.get("limit")).toBe("91");
  });

  it("C41.3: of a conversation is there, and nobody is said to be there before the stream says so", async () => {
    const page = await renderTidings(during("visible", <Chat />));
    await page.answer(...ok({ messages: [hers, mine], next: null }));
    await page.stream(chatGreeting(), online());
    expect(shown(page)).toBe(`ready|${mine.text}|${hers.text}|1 there`);
    await away(page, <Chat />);
    await page.show(during("visible", <Chat />));
    expect(shown(page)).toBe(`ready|${mine.text}|${hers.text}|0 there`);
  });

  it("of conversations is there while they are loaded again", async () => {
    const page = await renderTidings(during("visible", <Chats />));
    await page.answer(...ok([sampleConversation]));
    await away(page, <Chats />);
    await page.show(during("visible", <Chats />));
    expect(shown(page)).toBe(`ready ${conversationId}`);
    await page.answer(...ok([]));
    expect(shown(page)).toBe("ready");
  });

  it("is not shown to whoever comes anew: a page that was left begins from nothing", async () => {
    const page = await renderTidings(<Orders key="first" />);
    await page.answer(...ok([order]));
    await page.stream(greeting({ resume: "complete", position: "e:1" }));
    await page.show(null);
    await page.advance(60_000);
    await page.show(<Orders key="second" />);
    expect(shown(page)).toBe("loading");
  });
});

function chatGreeting() {
  const data = { message: "Hello", conversationId, timestamp: mine.timestamp, connectionId: "c", heartbeatMs: 30_000 };
  return { event: "connected", data: JSON.stringify({ ...data, position: "e:1", resume: "complete" }) };
}

function online() {
  const { id: userId, name: displayName } = sampleUsers.grace;
  const data = { conversationId, userId, displayName, isOnline: true, lastSeen: null, timestamp: mine.timestamp };
  return { event: "onlineStatus", data: JSON.stringify(data) };
}
