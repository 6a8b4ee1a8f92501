import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, sendMessage } from "@tidings/contracts/chat";
import { type Server, startDashboard, startServer } from "@tidings/services";
import { expect } from "vitest";
import { chatPage } from "./pages/chat-page.ts";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { preparing, received } from "./testing/seeds.ts";
import { translated } from "./testing/translated.ts";
import { visit } from "./testing/visitor.ts";

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);

/** Grace writes to Ada without a window of her own. */
async function graceSays(server: Server, text: string): Promise<void> {
  const response = await fetch(`${server.url}${sendMessage.path}`, {
    method: sendMessage.method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${await signIn(server, "grace")}` },
    body: JSON.stringify({ conversationId, text }),
  });
  expect(response.status).toBe(201);
}

function numberIn(text: string | null): number {
  return Number(text?.replace(/\D/g, ""));
}

it("C35.1: translated, My Orders shows what becomes of an order, and lets one cancel it", async ({ browser }) => {
  await using server = await startServer();
  await using visitor = await visit(browser, server, { as: "ada" });
  const [page] = await visitor.open("/");
  const orders = ordersPage(page);
  await orders.isLive();
  const translation = await translated(page);
  await setStatus(server, preparing, "Out for Delivery");
  await expect.poll(() => orders.status(preparing.order_code)).toBe("«Out for Delivery»");
  await orders.cancelButton(received.order_code).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await expect.poll(() => orders.status(received.order_code)).toBe("«Cancelled»");
  await server.kill("SIGKILL");
  await expect.poll(() => orders.connection.textContent()).toMatch(/^«Connection lost/);
  await server.restart();
  await expect.poll(() => orders.connection.textContent()).toBe("«Live»");
  await translation.isWhole();
});

it("C35.1: translated, the admin's button names the next status, and the counts are true", async ({ browser }) => {
  await using server = await startServer();
  await using visitor = await visit(browser, server, { as: "admin" });
  const [page] = await visitor.open("/admin");
  const orders = ordersPage(page);
  await orders.isLive();
  const translation = await translated(page);
  const advance = orders.card(received.order_code).getByRole("button");
  const finished = page.locator("label").filter({ hasText: "Finished" });
  const before = numberIn(await finished.textContent());
  await expect.poll(() => advance.textContent()).toContain("«Mark as Preparing»");
  await advance.click();
  await expect.poll(() => advance.textContent()).toContain("«Mark as Out for Delivery»");
  await setStatus(server, received, "Out for Delivery");
  await expect.poll(() => advance.textContent()).toContain("«Mark as Delivered»");
  await advance.click();
  await orders.card(received.order_code).waitFor({ state: "detached" });
  await finished.getByRole("radio").check();
  await expect.poll(() => orders.status(received.order_code)).toBe("«Delivered»");
  await expect.poll(() => finished.textContent()).toBe(`«Finished» «${before + 1}»`);
  await translation.isWhole();
});

it("C35.1: translated, chat shows who is there, who types, and how many messages are unread", async ({ browser }) => {
  await using server = await startServer({ env: { PRESENCE_GRACE_MS: "100" } });
  await using adas = await visit(browser, server, { as: "ada", viewport: { width: 390, height: 844 } });
  await using graces = await visit(browser, server, { as: "grace" });
  const [page] = await adas.open("/chat");
  const entry = page.getByRole("button", { name: /Grace/ });
  await entry.waitFor();
  const translation = await translated(page);
  const unread = page.locator('[data-slot="conversation-unread"]');
  const before = (await unread.count()) > 0 ? numberIn(await unread.textContent()) : 0;
  for (const more of [1, 2]) {
    await graceSays(server, `Message ${more}`);
    await expect.poll(() => unread.textContent()).toContain(`«${before + more}»`);
  }
  await expect.poll(() => page.locator('[data-slot="conversation-last"]').first().textContent()).toBe("«Message 2»");

  await entry.click();
  const chat = chatPage(page);
  await expect.poll(() => chat.presence.textContent()).toMatch(/^«(Offline|Last seen)/);
  const [window] = await graces.open(`/chat?conversation=${conversationId}`);
  const there = chatPage(window);
  await there.isLive();
  await expect.poll(() => chat.presence.textContent()).toBe("«Online»");
  await there.field.pressSequentially("Wait");
  await expect.poll(() => chat.typing.textContent()).toBe("«Grace» «is typing…»");
  await there.say("Here I am");
  await chat.bubble("Here I am").waitFor();
  await chat.say("Welcome");
  await chat.hasStatus("Welcome", "«Read»");
  await window.close();
  await expect.poll(() => chat.presence.textContent()).toMatch(/^«Last seen at /);
  await translation.isWhole();
});

it("C35.1: translated, the bell counts what is unread", async ({ browser }) => {
  await using server = await startServer();
  await using visitor = await visit(browser, server, { as: "ada" });
  const [page] = await visitor.open("/notifications");
  await page.getByText("Live", { exact: true }).waitFor();
  const translation = await translated(page);
  const count = page.locator('[data-slot="notification-count"]');
  for (const unread of ["«1»", "«2»"]) {
    await page.getByRole("button", { name: "Warn me" }).click();
    await expect.poll(() => count.textContent()).toBe(unread);
  }
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await count.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "«Upload holiday.jpg»" }).click();
  await page.getByRole("button", { name: "«Upload invoice-2026.pdf»" }).waitFor();
  await translation.isWhole();
});

it("C35.1: translated, the desk counts by status and says when it lost its source", async ({ browser }) => {
  await using api = await startServer();
  await using desk = await startDashboard({ apiUrl: api.url });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.url);
  await page.getByLabel("Email").fill("admin@example.com");
  await page.getByLabel("Password").fill("tidings-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Live", { exact: true }).waitFor();
  const translation = await translated(page);
  const delivered = page.getByRole("button", { name: /Delivered»$/ }).locator(".desk-count");
  const before = numberIn(await delivered.textContent());
  await setStatus(api, received, "Delivered");
  await expect.poll(() => delivered.textContent()).toBe(`«${before + 1}»`);
  await expect.poll(() => page.getByRole("row", { name: received.order_code }).textContent()).toContain("«Delivered»");
  await api.kill("SIGKILL");
  await page.getByText(/«Live updates stopped at/).waitFor();
  await translation.isWhole();
  await context.close();
});
