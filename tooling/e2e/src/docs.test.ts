import { sampleUsers } from "@tidings/contracts/auth";
import { startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { it } from "./testing/browser-test.ts";
import { visit } from "./testing/visitor.ts";

/** What the viewers say and ask for that they should not. */
async function listen(page: Page): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || /Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== "data:" && host !== new URL(page.url()).host && page.url() !== "about:blank") {
      complaints.push(`asked ${host}`);
    }
  });
  return complaints;
}

it.for(["light", "dark"] as const)(
  "both documents are shown, from this server alone: %s",
  async (scheme, { browser }) => {
    await using server = await startServer();
    await using visitor = await visit(browser, server, { colorScheme: scheme });
    const [page, complaints] = await visitor.open("/docs", listen);
    await page.locator("#operations-orders-placeOrder").waitFor();
    await page.locator("#operations-chat-chatStream").waitFor();
    expect(await isDark(page, ".opblock-summary-path")).toBe(scheme === "dark");

    await page.getByRole("link", { name: "Events", exact: true }).first().click();
    await page.getByText("order_status_update", { exact: true }).first().waitFor();
    await page.getByText("prescription.statusChanged", { exact: true }).first().waitFor();
    expect(await isDark(page, "#viewer h2")).toBe(scheme === "dark");
    expect(complaints).toEqual([]);
  },
);

it("a request can be tried out as whoever is signed in, and a stream, which would never end, cannot", async ({
  browser,
}) => {
  await using server = await startServer();
  await using visitor = await visit(browser, server, { as: "ada" });
  const [page] = await visitor.open("/docs");
  const me = page.locator("#operations-auth-me");
  await me.locator(".opblock-summary-control").click();
  await me.getByRole("button", { name: "Try it out" }).click();
  await me.getByRole("button", { name: "Execute" }).click();
  await expect.poll(() => me.locator(".live-responses-table").textContent()).toContain(sampleUsers.ada.email);

  const stream = page.locator("#operations-orders-ordersStream");
  await stream.locator(".opblock-summary-control").click();
  await stream.getByText("order_status_update").first().waitFor();
  expect(await stream.getByRole("button", { name: "Try it out" }).count()).toBe(0);
});

/** Whether an element's letters are light, as they are on dark. */
async function isDark(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      if (canvas === null) throw new Error("no canvas to read a colour from");
      canvas.fillStyle = getComputedStyle(element).color;
      canvas.fillRect(0, 0, 1, 1);
      return (canvas.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128;
    });
}
