import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { type OrdersPage, ordersPage } from "./pages/orders-page.ts";
import { setStatus } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { received } from "./testing/seeds.ts";
import { streamLog } from "./testing/server-log.ts";
import { tapStreams } from "./testing/stream-tap.ts";
import { visit } from "./testing/visitor.ts";

it("a page without a network says that it is offline, and catches up when the network is back", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page, tap] = await ada.open("/", tapStreams);
  const orders = ordersPage(page);
  await orders.isLive();
  await ada.context.setOffline(true);
  await expect.poll(() => orders.connection.textContent()).toBe("Offline");
  await expect.poll(() => streamLog(server).open).toBe(0);
  await setStatus(server, received, "Preparing");
  expect(await orders.status(received.order_code)).toBe("Order Received");
  await ada.context.setOffline(false);
  await orders.shows(received.order_code, "Preparing");
  await orders.isLive();
  await expect.poll(() => tap.events.filter(({ type }) => type === "order_status_update")).toHaveLength(1);
});

it("walking through the pages keeps one connection; signing out ends it", async ({ browser }) => {
  await using server = await startServer();
  await using admin = await visit(browser, server, { as: "admin" });
  const [page, tap] = await admin.open("/", tapStreams);
  await ordersPage(page).isLive();
  for (let round = 0; round < 3; round++) {
    await page.getByRole("link", { name: "All orders" }).click();
    await page.getByRole("heading", { name: "All orders" }).waitFor();
    await page.getByRole("link", { name: "My orders" }).click();
    await ordersPage(page).isLive();
  }
  // Of one's own orders: the page of all orders has a stream of its own, which goes with it.
  await expect.poll(() => tap.connections).toBe(1);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await expect.poll(() => streamLog(server).open).toBe(0);
});

it("loading a page again and again leaves one connection, and closing it none", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open();
  for (let round = 0; round < 3; round++) {
    await ordersPage(page).isLive();
    await page.reload();
  }
  await ordersPage(page).isLive();
  await expect.poll(() => streamLog(server).open).toBe(1);
  await page.close();
  await expect.poll(() => streamLog(server).open).toBe(0);
});

it("C19.1, C21.1: twelve tabs hold one stream, show each change, and go on when the one that holds it closes", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const tabs: OrdersPage[] = [];
  // Browsers open six connections to a host: with a stream each, the seventh tab would never load.
  while (tabs.length < 12) {
    const tab = ordersPage((await ada.open())[0]);
    tabs.push(tab);
    await tab.isLive();
  }
  await expect.poll(() => streamLog(server)).toEqual({ opened: 1, closed: 0, open: 1 });
  await setStatus(server, received, "Preparing");
  for (const tab of tabs) await tab.shows(received.order_code, "Preparing");
  const [first, ...others] = tabs;
  await Promise.all([first?.page.close(), setStatus(server, received, "Out for Delivery")]);
  for (const tab of others) {
    await tab.shows(received.order_code, "Out for Delivery");
    await tab.isLive();
  }
  await expect.poll(() => streamLog(server)).toEqual({ opened: 2, closed: 1, open: 1 });
});
