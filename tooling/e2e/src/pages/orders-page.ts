import type { OrderStatus } from "@tidings/contracts/orders";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** My Orders, as a person sees it. */
export interface OrdersPage {
  readonly page: Page;
  card(code: string): Locator;
  cancelButton(code: string): Locator;
  toast(text: string): Locator;
  /** The words of the connection indicator. */
  readonly connection: Locator;
  /** The status that an order's badge shows. */
  status(code: string): Promise<string | null>;
  /** Waits until an order's badge shows a status. */
  shows(code: string, status: OrderStatus): Promise<void>;
  /** Waits until the page says that it is live. */
  isLive(): Promise<void>;
}

/** The page object of My Orders. */
export function ordersPage(page: Page): OrdersPage {
  const card = (code: string) => page.getByRole("article", { name: code });
  const connection = page.locator('[data-slot="connection-words"]');
  const status = (code: string) => card(code).locator('[data-slot="order-status-badge"]').textContent();
  return {
    page,
    card,
    cancelButton: (code) => card(code).getByRole("button", { name: "Cancel order" }),
    toast: (text) => page.getByRole("region", { name: /notifications/i }).getByText(text),
    connection,
    status,
    shows: (code, expected) => expect.poll(() => status(code)).toBe(expected),
    isLive: () => expect.poll(() => connection.textContent()).toBe("Live"),
  };
}
