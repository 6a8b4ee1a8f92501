import { orderStatusDisplay, orderStatuses } from "@tidings/contracts/orders";
import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { runCommand } from "./testing/curl.ts";
import { updateInDatabase, writeToDatabase } from "./testing/database.ts";
import { gracesOrder, received } from "./testing/seeds.ts";
import { visit } from "./testing/visitor.ts";

const code = received.order_code;

it("a PATCH by curl changes badge and toasts in both tabs of the owner, and nothing in anyone else's", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  await using grace = await visit(browser, server, { as: "grace" });
  const tabs = [ordersPage((await ada.open())[0]), ordersPage((await ada.open())[0])];
  const stranger = ordersPage((await grace.open())[0]);
  for (const tab of [...tabs, stranger]) await tab.isLive();
  const before = await stranger.page.locator("main").textContent();

  const admin = await signIn(server, "admin");
  await runCommand(
    `curl -sS -X PATCH ${server.url}/api/orders/${received.id}/status -H "Content-Type: application/json" ` +
      `-H "Authorization: Bearer ${admin}" -d '{"order_status": "Preparing"}'`,
  );
  for (const tab of tabs) {
    await tab.shows(code, "Preparing");
    await tab.toast(`${code} — Preparing`).waitFor();
  }
  // Her own news comes after Ada's on the same stream: what she has not seen by then will not come.
  expect(await stranger.page.locator("main").textContent()).toBe(before);
  await setStatus(server, gracesOrder, "Preparing");
  await stranger.toast(`${gracesOrder.order_code} — Preparing`).waitFor();
  expect(await stranger.page.locator("body").textContent()).not.toContain(code);
});

it("the cancel button follows the brief's table, through every status and back", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const orders = ordersPage((await ada.open())[0]);
  await orders.isLive();
  expect(await orders.cancelButton(code).isVisible()).toBe(true);
  for (const status of [...orderStatuses, "Order Received"] as const) {
    await setStatus(server, received, status);
    await orders.shows(code, status);
    expect(await orders.cancelButton(code).isVisible(), status).toBe(orderStatusDisplay[status].cancellable);
  }
});

it("an UPDATE by another process, straight in the database file, reaches the open page", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const orders = ordersPage((await ada.open())[0]);
  await orders.isLive();
  updateInDatabase(server, received, "Out for Delivery");
  await orders.shows(code, "Out for Delivery");
  await orders.toast(`${code} — Out for Delivery`).waitFor();
});

it("C25.1: of many orders the newest are shown; older ones come when asked for, and move like the others", async ({
  browser,
}) => {
  await using server = await startServer();
  writeToDatabase(
    server,
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 60)
     INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, created_at)
     SELECT 'old-' || n, 'OLD-' || (100 + n), user_id, address_id, items, total_qty, final_amount_cents,
       strftime('%Y-%m-%dT%H:%M:%fZ', '2020-01-01', n || ' days') FROM number, orders WHERE id = '${received.id}'`,
  );
  await using ada = await visit(browser, server, { as: "ada" });
  const orders = ordersPage((await ada.open())[0]);
  await orders.isLive();
  expect(await orders.page.getByRole("article").count()).toBe(50);
  await orders.page.getByRole("button", { name: "Show older orders" }).press("Enter");
  await orders.card("OLD-101").waitFor();
  expect(await orders.page.getByRole("article").count()).toBe(64);
  // The first of those that came: fifty were there, four of them not old.
  await expect.poll(() => orders.card("OLD-114").evaluate((card) => card === document.activeElement)).toBe(true);
  updateInDatabase(server, { id: "old-1" }, "Delivered");
  await orders.shows("OLD-101", "Delivered");
});
