import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { storyFormat, storyMessage, storyNow } from "../chat-samples.ts";
import { MessageList } from "./message-list.tsx";

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.stubGlobal("CSS", { supports: () => true });
  // jsdom lays nothing out: a log that is higher than its box.
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockReturnValue(1_000);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(100);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const theirs = (minute: number) => storyMessage(minute, "grace", `${minute}`);
const mine = (minute: number) => storyMessage(minute, "ada", `${minute}`);
const list = (...messages: ReturnType<typeof mine>[]) => (
  <MessageList messages={messages} userId={mine(0).senderId} status="ready" format={storyFormat} now={storyNow} />
);
const button = () => screen.queryByRole("button", { name: /new message/ });
function scrollTo(top: number) {
  const log = screen.getByRole("log");
  log.scrollTop = top;
  fireEvent.scroll(log);
}

it("counts the others' messages that came since the reader left the end, and leads back to it", () => {
  const { rerender } = render(list(theirs(1)));
  rerender(list(theirs(1), theirs(2)));
  expect(button()).toBeNull();
  scrollTo(0);
  expect(button()).toBeNull();
  rerender(list(theirs(1), theirs(2), theirs(3)));
  expect(button()?.textContent).toBe("1 new message");
  rerender(list(theirs(1), theirs(2), theirs(3), mine(4), theirs(5)));
  expect(button()?.textContent).toBe("2 new messages");
  fireEvent.click(button() ?? expect.unreachable());
  expect(button()).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("log"));
  expect(screen.getByRole("log").scrollTop).toBe(1_000);
});

it("counts anew each time that the reader leaves the end", () => {
  const { rerender } = render(list(theirs(1)));
  scrollTo(0);
  rerender(list(theirs(1), theirs(2)));
  scrollTo(900);
  expect(button()).toBeNull();
  scrollTo(0);
  rerender(list(theirs(1), theirs(2), theirs(3)));
  expect(button()?.textContent).toBe("1 new message");
});
