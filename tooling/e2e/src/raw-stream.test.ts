import AxeBuilder from "@axe-core/playwright";
import { startServer } from "@tidings/services";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { received } from "./testing/seeds.ts";
import { streamLog } from "./testing/server-log.ts";
import { tapStreams } from "./testing/stream-tap.ts";
import { visit } from "./testing/visitor.ts";

const guises: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1440, height: 900 } },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  "phone width": { viewport: { width: 360, height: 740 } },
};

const panelOf = (page: Page) => page.getByRole("region", { name: "Raw stream" });
const showRaw = (page: Page) => page.getByRole("button", { name: "Raw stream" }).click();
const textsIn = (page: Page) => panelOf(page).locator("pre").allTextContents();

it("the raw stream is what came over the network, from its first byte on, and stays shown after a reload", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const complaints: string[] = [];
  const [page, tap] = await ada.open("/", async (opened) => {
    opened.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
    opened.on("pageerror", (error) => complaints.push(String(error)));
    return tapStreams(opened);
  });
  await ordersPage(page).isLive();
  await showRaw(page);
  await setStatus(server, received, "Preparing");
  await expect.poll(() => textsIn(page)).toHaveLength(2);
  await expect.poll(() => tap.events.length).toBe(2);
  const [greeting, update] = await textsIn(page);
  expect(greeting).toContain(`data: ${tap.events[0]?.data}`);
  expect(update).toContain("event: order_status_update\n");
  expect(update).toContain(`id: ${tap.events[1]?.lastEventId}\n`);
  expect(update).toContain(`data: ${tap.events[1]?.data}`);
  expect(tap.connections).toBe(1);

  await page.reload();
  await panelOf(page).getByText("SSE connected").waitFor();
  await showRaw(page);
  expect(await panelOf(page).count()).toBe(0);
  await expect.poll(() => streamLog(server).open).toBe(1);
  expect(complaints).toEqual([]);
});

it.for(Object.entries(guises))(
  "axe finds nothing on the raw stream, which fits the page: %s",
  async ([, guise], { browser }) => {
    await using server = await startServer();
    await using ada = await visit(browser, server, { as: "ada", reducedMotion: "reduce", ...guise });
    const [page] = await ada.open();
    await ordersPage(page).isLive();
    await showRaw(page);
    await panelOf(page).getByText("SSE connected").waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  },
);

it("on a phone the pages are one row that scrolls, the one on view marked and in sight", async ({ browser }) => {
  await using server = await startServer();
  await using admin = await visit(browser, server, { as: "admin", viewport: { width: 360, height: 740 } });
  const [page] = await admin.open();
  const links = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  await links.first().waitFor();
  const tops = await links.evaluateAll((all) => all.map((link) => link.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);
  await page.goto((await links.last().getAttribute("href")) ?? "");
  const last = page.locator('nav [aria-current="page"]');
  await last.waitFor();
  const { left, right } = await last.evaluate((link) => link.getBoundingClientRect().toJSON());
  expect(left).toBeGreaterThanOrEqual(0);
  expect(right).toBeLessThanOrEqual(360);
});

it("C28: in a tab whose streams another tab holds, the panel says so, and opens its own when asked", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [first] = await ada.open("/");
  await ordersPage(first).isLive();
  const [second] = await ada.open("/");
  await ordersPage(second).isLive();
  await expect.poll(() => streamLog(server).open).toBe(1);
  await showRaw(second);
  const panel = panelOf(second);
  await panel.getByText("another tab may hold this page's").waitFor();
  await panel.getByRole("button", { name: "Open its own here" }).click();
  await panel.getByText("SSE connected").waitFor();
  await ordersPage(second).isLive();
  await setStatus(server, received, "Preparing");
  await expect.poll(async () => (await textsIn(second)).join("")).toContain("event: order_status_update");
  await ordersPage(first).shows(received.order_code, "Preparing");
  await expect.poll(() => streamLog(server).open).toBe(2);
  expect(await panel.getByText("another tab may hold this page's").count()).toBe(0);
});
