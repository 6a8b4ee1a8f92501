import { startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { received } from "./testing/seeds.ts";
import { visit } from "./testing/visitor.ts";

/** Takes scripts away, as a deployment does to pages that have not loaded them yet. */
async function takeAway(
  page: Page,
  isMeant: (script: { readonly url: string; readonly text: string }) => boolean,
): Promise<{ readonly gone: readonly string[]; giveBack(): void }> {
  const gone: string[] = [];
  let away = true;
  await page.route("**/assets/*.js", async (route) => {
    const response = await route.fetch();
    const script = { url: route.request().url(), text: await response.text() };
    if (!away || !isMeant(script)) return route.fulfill({ response });
    gone.push(script.url);
    return route.fulfill({ status: 404, contentType: "text/plain", body: "Not found" });
  });
  return {
    gone,
    giveBack() {
      away = false;
    },
  };
}

it("C27.1: without sonner the page is live and has no toasts, and the console says so once", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const errors: string[] = [];
  const warnings: string[] = [];
  const [page, sonner] = await ada.open("/", (opened) => {
    opened.on("pageerror", (error) => errors.push(String(error)));
    opened.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    return takeAway(opened, ({ text }) => text.includes("data-sonner-toaster"));
  });
  const orders = ordersPage(page);
  await orders.isLive();
  for (const status of ["Preparing", "Out for Delivery"] as const) {
    await setStatus(server, received, status);
    await orders.shows(received.order_code, status);
  }
  await expect.poll(() => sonner.gone.length).toBeGreaterThan(0);
  expect(errors).toEqual([]);
  expect(warnings.filter((text) => text.startsWith("Toasts are not shown"))).toHaveLength(1);
  expect(await page.locator("[data-sonner-toast]").count()).toBe(0);
});

it("C27.2: a page that is gone offers to reload, and the others can be used meanwhile", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page, records] = await ada.open("/", (opened) => takeAway(opened, ({ url }) => url.includes("records-page")));
  await ordersPage(page).isLive();
  const link = (name: string) => page.getByRole("navigation").getByRole("link", { name }).click();
  await link("Records");
  const alert = page.getByRole("alert").filter({ hasText: "This page could not be shown" });
  await alert.waitFor();
  expect(records.gone.length).toBeGreaterThan(0);
  await link("My orders");
  await ordersPage(page).isLive();
  await link("Records");
  await alert.waitFor();
  records.giveBack();
  await alert.getByRole("button", { name: "Reload" }).click();
  await page.getByRole("heading", { level: 1, name: "Records" }).waitFor();
  expect(await alert.count()).toBe(0);
});
