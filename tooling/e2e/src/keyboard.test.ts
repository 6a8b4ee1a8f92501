import { sampleUsers } from "@tidings/contracts/auth";
import { startServer } from "@tidings/services";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { PASSWORD } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { visit } from "./testing/visitor.ts";

/** More stops than any way through a page of the demo has. */
const MOST_STOPS = 60;

/** Presses Tab until something has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${target}`);
}

async function hasFocus(target: Locator): Promise<boolean> {
  const found = await target.all();
  const focused = await Promise.all(found.map((one) => one.evaluate((node) => node === document.activeElement)));
  return focused.includes(true);
}

it("sign in, place an order and cancel it with the keyboard alone", async ({ browser }) => {
  await using server = await startServer();
  await using someone = await visit(browser, server);
  const [page] = await someone.open();

  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await tabTo(page, page.getByLabel("Email"));
  await page.keyboard.type(sampleUsers.ada.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");

  await page.getByRole("article").first().waitFor();
  const before = await page.getByRole("article").count();
  const add = page.getByRole("button", { name: "Add", exact: false }).first();
  await tabTo(page, add);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Place order" }));
  await page.keyboard.press("Enter");

  await expect.poll(() => page.getByRole("article").count()).toBe(before + 1);
  const placed = page.getByRole("article").first();
  await tabTo(page, placed.getByRole("button", { name: "Cancel order" }));
  await page.keyboard.press("Enter");
  // The safe answer has the focus; the other is one step away.
  await expect.poll(() => hasFocus(placed.getByRole("button", { name: "Keep it" }))).toBe(true);
  await page.keyboard.press("Shift+Tab");
  await expect.poll(() => hasFocus(placed.getByRole("button", { name: "Yes, cancel it" }))).toBe(true);
  await page.keyboard.press("Enter");
  await placed.locator('[data-slot="order-status-badge"]').getByText("Cancelled").waitFor();
  // The buttons are gone, and with them must not go the reader's place.
  await expect.poll(() => hasFocus(placed)).toBe(true);
});

it("the first stop of every page leads past the header", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open();
  await page.getByRole("article").first().waitFor();
  await page.keyboard.press("Tab");
  await expect.poll(() => hasFocus(page.getByRole("link", { name: "Skip to the content" }))).toBe(true);
  await page.keyboard.press("Enter");
  await expect.poll(() => hasFocus(page.getByRole("main"))).toBe(true);
});
