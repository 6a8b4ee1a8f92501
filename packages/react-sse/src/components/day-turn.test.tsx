import { act, cleanup, render } from "@testing-library/react";
import { sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createChatFormat } from "../format/chat-format.ts";
import { ConversationList } from "./chat/conversation-list/conversation-list.tsx";
import { MessageList } from "./chat/message-list/message-list.tsx";
import { PresenceMark } from "./chat/presence-mark/presence-mark.tsx";

const format = createChatFormat({ locale: "en-GB", timeZone: "Asia/Kathmandu" });
/** Half past eleven in the evening in Kathmandu, at an hour that begins no day in UTC. */
const evening = Date.parse("2026-02-26T23:30:00+05:45");
const MINUTE_MS = 60_000;
const [sample] = sampleMessages;
const message = { ...sample, timestamp: new Date(evening).toISOString() };

beforeEach(() => {
  vi.useFakeTimers({ now: evening + 29 * MINUTE_MS + 59_000 });
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

class Observer {
  observe() {}
  disconnect() {}
}

const components: Readonly<Record<string, readonly [ui: ReactNode, slot: string, today: string, after: string]>> = {
  MessageList: [
    <MessageList key="list" messages={[message]} userId="ada" status="ready" format={format} />,
    "message-day-title",
    "Today",
    "Yesterday",
  ],
  ConversationList: [
    <ConversationList
      key="list"
      conversations={[{ ...sampleConversation, lastMessage: message }]}
      userId="ada"
      status="ready"
      format={format}
      onOpen={() => {}}
    />,
    "conversation-time",
    "23:30",
    "Yesterday",
  ],
  PresenceMark: [
    <PresenceMark key="mark" isOnline={false} lastSeen={message.timestamp} format={format} />,
    "presence",
    "Last seen at 23:30",
    "Last seen 26 Feb 2026, 23:30",
  ],
};

describe("C38: a page that stays open over midnight", () => {
  it.each(Object.entries(components))("%s turns its day with the reader's", (_name, [ui, slot, today, after]) => {
    const { container, unmount } = render(ui);
    const words = () => container.querySelector(`[data-slot=${slot}]`)?.textContent;
    expect(words()).toBe(today);
    act(() => vi.advanceTimersByTime(999));
    expect(words()).toBe(today);
    act(() => vi.advanceTimersByTime(1));
    expect(words()).toBe(after);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("turns more than once", () => {
    const { container } = render(<MessageList messages={[message]} userId="ada" status="ready" format={format} />);
    act(() => vi.advanceTimersByTime(36 * 60 * MINUTE_MS));
    expect(container.querySelector("[data-slot=message-day-title]")?.textContent).toBe(
      format.day(message.timestamp, evening + 36 * 60 * MINUTE_MS),
    );
  });

  it("turns as soon as a machine wakes up that slept over midnight", () => {
    const { container } = render(<MessageList messages={[message]} userId="ada" status="ready" format={format} />);
    vi.setSystemTime(evening + 12 * 60 * MINUTE_MS);
    act(() => vi.advanceTimersByTime(1_000));
    expect(container.querySelector("[data-slot=message-day-title]")?.textContent).toBe("Yesterday");
  });

  it("asks for no timer where the page says what time it is", () => {
    render(<MessageList messages={[message]} userId="ada" status="ready" format={format} now={evening} />);
    render(<PresenceMark isOnline lastSeen={message.timestamp} format={format} />);
    expect(vi.getTimerCount()).toBe(0);
  });
});
