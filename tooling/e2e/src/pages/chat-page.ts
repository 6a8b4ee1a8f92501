import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** A conversation, as a person sees it. */
export interface ChatPage {
  readonly page: Page;
  readonly log: Locator;
  readonly field: Locator;
  /** What stands beside the other's name. */
  readonly presence: Locator;
  readonly typing: Locator;
  /** The button that leads to messages which came while the reader looked at older ones. */
  readonly news: Locator;
  /** The bubble with a text. */
  bubble(text: string): Locator;
  /** Writes a line and sends it with Enter. */
  say(text: string): Promise<void>;
  /** Waits until one's own message shows a status. */
  hasStatus(text: string, status: string): Promise<void>;
  /** Waits until the page says that it is live. */
  isLive(): Promise<void>;
}

/** The page object of a conversation, in a page or in a part of one. */
export function chatPage(page: Page, part: Page | Locator = page): ChatPage {
  const bubble = (text: string) => part.locator('[data-slot="message-bubble"]').filter({ hasText: text });
  const field = part.getByRole("textbox");
  return {
    page,
    log: part.getByRole("log"),
    field,
    presence: part.locator('[data-slot="presence"]'),
    typing: part.locator('[data-slot="typing-indicator"]'),
    news: part.getByRole("button", { name: /\d+ new messages?/ }),
    bubble,
    async say(text) {
      await field.fill(text);
      await field.press("Enter");
    },
    hasStatus: (text, status) =>
      expect.poll(() => bubble(text).locator('[data-slot="message-status"]').textContent()).toBe(status),
    isLive: () => expect.poll(() => part.locator('[data-slot="connection-words"]').textContent()).toBe("Live"),
  };
}
