import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import { startDashboard, startServer } from "@tidings/services";
import { expect } from "vitest";
import { signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { visit } from "./testing/visitor.ts";

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);

/** As long as contracts let a name be, without a place to break. */
const name = `https://example.com/${"W".repeat(100)}`;
const text = name.repeat(8);

/** What Ada has that is hard to fit into 320 px, by the endpoint that makes it. */
const things: Readonly<Record<string, unknown>> = {
  "/api/orders": { address_id: "W".repeat(64), items: [{ name, qty: 99, unit_price: 99_999.99 }] },
  "/api/order/submit": {
    userId: ada.id,
    order: { items: [{ name, qty: 99, unit_price: 99_999.99 }], totalAmount: 9_899_999.01, deliveryAddress: name },
  },
  "/api/records": { title: name, details: text },
  "/api/appointments": { title: name, location: name, startsAt: "2030-02-26T05:00:00.000Z" },
  "/api/chat/messages": { conversationId, text },
};

const pages = [
  ["/", '[data-slot="order-card"]'],
  ["/chat", '[data-slot="conversation"]'],
  [`/chat?conversation=${conversationId}`, '[data-slot="message-bubble"]'],
  ["/notifications", '[data-slot="notification-bell"]'],
  ["/records", '[data-slot="appointment-card"]'],
  ["/sse-demo", '[data-event="connected"]'],
  ["/admin", '[data-slot="order-card"]'],
] as const;

it("C40: no page is wider than 320 px, whatever stands on it", async ({ browser }) => {
  await using server = await startServer();
  const token = await signIn(server, "ada");
  for (const [path, body] of Object.entries(things)) {
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    expect([path, response.status, response.status === 201 || (await response.text())]).toEqual([path, 201, true]);
  }
  const found: unknown[] = [];
  for (const [path, ready] of pages) {
    const as = path === "/admin" ? "admin" : "ada";
    await using visitor = await visit(browser, server, { as, viewport: { width: 320, height: 640 } });
    const [page] = await visitor.open(path);
    await page.locator(ready).first().waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) found.push({ path, overflow });
  }

  await using desk = await startDashboard({ apiUrl: server.url });
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await page.goto(desk.url);
  await page.getByLabel("Email").fill(sampleUsers.admin.email);
  await page.getByLabel("Password").fill("tidings-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("row", { name: "WWWWWW" }).first().waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) found.push({ path: "the desk", overflow });
  await context.close();
  expect(found).toEqual([]);
});
