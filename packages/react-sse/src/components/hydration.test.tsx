import { act, cleanup, render } from "@testing-library/react";
import { type ChatMessage, sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { sampleOrders } from "@tidings/contracts/orders";
import { sampleAppointment, sampleRecord } from "@tidings/contracts/records";
import type { ReactNode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ChatFormat, createChatFormat } from "../format/chat-format.ts";
import { createOrderFormat, type OrderFormat } from "../format/order-format.ts";
import { ConversationList } from "./chat/conversation-list/conversation-list.tsx";
import { MessageBubble } from "./chat/message-bubble/message-bubble.tsx";
import { MessageList } from "./chat/message-list/message-list.tsx";
import { PresenceMark } from "./chat/presence-mark/presence-mark.tsx";
import { OrderCard } from "./orders/order-card/order-card.tsx";
import { AppointmentCard } from "./records/appointment-card/appointment-card.tsx";
import { RecordCard } from "./records/record-card/record-card.tsx";

const [order] = sampleOrders;
const [message] = sampleMessages;
/** In Tokyo a day later than in UTC, and between them one that is not: the days divide them differently. */
const evening = ["2026-02-25T14:30:00Z", "2026-02-25T15:30:00Z", "2026-02-26T00:30:00Z"] as const;
const messages: readonly ChatMessage[] = evening.map((timestamp, place) => ({
  ...message,
  messageId: `m-${place}`,
  timestamp,
}));
const large = { ...order, final_amount: 1234.5, total_qty: 12_345 };
const conversation = { ...sampleConversation, unreadCount: 1_234, lastMessage: messages[1] ?? null };

const servers = {
  chat: createChatFormat({ locale: "en-GB", timeZone: "UTC" }),
  orders: createOrderFormat({ locale: "en-IN", timeZone: "UTC" }),
};
const readers = {
  chat: createChatFormat({ locale: "de-DE", timeZone: "Asia/Tokyo" }),
  orders: createOrderFormat({ locale: "de-DE", timeZone: "Asia/Tokyo" }),
};

/** Every component that writes by a format. */
const components: Readonly<
  Record<string, (by: { readonly chat: ChatFormat; readonly orders: OrderFormat }) => ReactNode>
> = {
  OrderCard: ({ orders }) => <OrderCard order={large} format={orders} />,
  RecordCard: ({ orders }) => <RecordCard record={sampleRecord} format={orders} />,
  AppointmentCard: ({ orders }) => <AppointmentCard appointment={sampleAppointment} format={orders} />,
  MessageList: ({ chat }) => <MessageList messages={messages} userId="ada" status="ready" format={chat} />,
  MessageBubble: ({ chat }) => <MessageBubble message={message} isOwn time={chat.time(message.timestamp)} />,
  ConversationList: ({ chat }) => (
    <ConversationList conversations={[conversation]} userId="ada" status="ready" format={chat} onOpen={() => {}} />
  ),
  PresenceMark: ({ chat }) => <PresenceMark isOnline={false} lastSeen={evening[1]} format={chat} />,
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-02-26T02:00:00Z") });
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

// jsdom has no layout, and so nothing to observe.
class Observer {
  observe() {}
  disconnect() {}
}

describe("C37: hydration", () => {
  it.each(Object.entries(components))("%s: no complaint, and the reader's own words", async (_name, show) => {
    const complaints: unknown[] = [];
    vi.spyOn(console, "error").mockImplementation((...words) => complaints.push(words));
    const container = document.createElement("div");
    container.innerHTML = renderToString(show(servers));
    const served = container.textContent;
    const onRecoverableError = (error: unknown) => complaints.push(error);
    const root = await act(() => hydrateRoot(container, show(readers), { onRecoverableError }));
    const { container: fresh } = render(show(readers));
    expect(container.textContent).toBe(fresh.textContent);
    expect(container.textContent).not.toBe(served);
    expect(complaints).toEqual([]);
    act(() => root.unmount());
  });
});
