import type { demoTypes } from "@tidings/contracts/notifications";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** The page `/sse-demo`, as a person uses it. */
export interface SSEDemoPage {
  readonly page: Page;
  /** The words of the connection indicator. */
  readonly connection: Locator;
  /** The messages of one event name, newest first. */
  messages(event: string): Locator;
  /** Fills in the form and sends it; waits until the server has answered. */
  send(type: (typeof demoTypes)[number], message: string, more?: { userId?: string; data?: object }): Promise<void>;
  /** What the last sending came to. */
  readonly outcome: Locator;
  /** A number of the statistics. */
  stat(name: string): Locator;
  /** Waits until the page says that it is live. */
  isLive(): Promise<void>;
}

/** The page object of `/sse-demo`. */
export function sseDemoPage(page: Page): SSEDemoPage {
  const connection = page.locator('[data-slot="connection-words"]');
  const outcome = page.getByRole("form", { name: "Send" }).getByRole("status");
  return {
    page,
    connection,
    outcome,
    messages: (event) => page.locator(`[data-event="${event}"]`),
    async send(type, message, { userId = "", data } = {}) {
      await page.getByLabel("Type").selectOption(type);
      await page.getByLabel("User id").fill(userId);
      await page.getByLabel("Message", { exact: true }).fill(message);
      await page.getByLabel("Data, as JSON").fill(data === undefined ? "" : JSON.stringify(data));
      const answered = page.waitForResponse((response) => response.url().endsWith("/api/sse/demo"));
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await answered;
    },
    stat: (name) => page.getByRole("row").filter({ hasText: name }).getByRole("cell"),
    isLive: () => expect.poll(() => connection.textContent()).toBe("Live"),
  };
}
