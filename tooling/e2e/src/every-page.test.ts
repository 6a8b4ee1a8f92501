import AxeBuilder from "@axe-core/playwright";
import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import { startServer } from "@tidings/services";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { chatPage } from "./pages/chat-page.ts";
import { ordersPage } from "./pages/orders-page.ts";
import { signInPage } from "./pages/sign-in-page.ts";
import { type Person, setStatus } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { bundle } from "./testing/bundle.ts";
import type * as pageChecks from "./testing/page-checks.ts";
import { received } from "./testing/seeds.ts";
import { visit } from "./testing/visitor.ts";

interface PageCase {
  readonly name: string;
  readonly as?: Person;
  readonly path: string;
  /** Brings the page into the state that is looked at. */
  ready(page: Page): Promise<unknown>;
}

const pages: readonly PageCase[] = [
  { name: "sign in", path: "/", ready: (page) => page.getByRole("heading", { name: "Sign in" }).waitFor() },
  {
    name: "wrong password",
    path: "/sign-in",
    async ready(page) {
      await signInPage(page).signIn(sampleUsers.ada.email, "wrong");
      await page.getByText("Email or password is wrong").waitFor();
    },
  },
  { name: "my orders", as: "ada", path: "/", ready: (page) => ordersPage(page).isLive() },
  {
    name: "cancelling",
    as: "ada",
    path: "/",
    async ready(page) {
      await ordersPage(page).cancelButton(received.order_code).click();
      await page.getByRole("button", { name: "Yes, cancel it" }).waitFor();
    },
  },
  {
    name: "all orders",
    as: "admin",
    path: "/admin",
    ready: (page) => page.getByRole("article").first().waitFor(),
  },
  {
    name: "for admins only",
    as: "ada",
    path: "/admin",
    ready: (page) => page.getByRole("heading", { name: "For admins only" }).waitFor(),
  },
  {
    name: "notifications",
    as: "ada",
    path: "/notifications",
    async ready(page) {
      await page.getByText("Live", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Warn me" }).click();
      await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
      await page.getByRole("button", { name: /^Mark as read/ }).waitFor();
    },
  },
  {
    name: "the demo of brief 003",
    as: "admin",
    path: "/sse-demo",
    async ready(page) {
      await page.getByText("Live", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.locator('[data-event="notification"]').waitFor();
      await page.getByRole("row", { name: "Of Admin 1" }).waitFor();
    },
  },
  {
    name: "records",
    as: "admin",
    path: "/records",
    async ready(page) {
      await page.getByRole("article", { name: "Cetirizine 10 mg" }).waitFor();
      await page.getByRole("button", { name: "Listen", exact: true }).click();
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByText(/^ ?notification was sent to/).waitFor();
    },
  },
  {
    name: "chat",
    as: "ada",
    path: "/chat",
    ready: (page) => page.getByRole("button", { name: /^Grace/ }).waitFor(),
  },
  {
    name: "a conversation",
    as: "ada",
    path: `/chat?conversation=${conversationOf(sampleUsers.ada.id, sampleUsers.grace.id)}`,
    async ready(page) {
      const chat = chatPage(page);
      await chat.isLive();
      await chat.say("Good evening!");
      await chat.hasStatus("Good evening!", "Sent");
    },
  },
  {
    name: "both sides of a conversation",
    as: "ada",
    path: "/chat?sides=both",
    async ready(page) {
      for (const { name } of [sampleUsers.ada, sampleUsers.grace]) {
        await chatPage(page, page.getByRole("region", { name: `${name}'s side` })).isLive();
      }
    },
  },
  {
    name: "no such page",
    path: "/nowhere",
    ready: (page) => page.getByRole("heading", { name: "Return to sender" }).waitFor(),
  },
];

const guises: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "phone width": { viewport: { width: 360, height: 740 } },
};

it.for(Object.entries(guises))(
  "C30, C35.1: axe finds nothing on any page, no control is unreadable and no text is held: %s",
  async ([, guise], { browser }) => {
    await using server = await startServer();
    const checks = await bundle("page-checks.ts");
    const found: unknown[] = [];
    for (const { name, as, path, ready } of pages) {
      // Half-faded text has half its contrast: axe looks at what stays.
      const options = { ...guise, reducedMotion: "reduce", ...(as && { as }) } as const;
      await using visitor = await visit(browser, server, options);
      const [page] = await visitor.open(path);
      await ready(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) found.push({ name, id, html: nodes.map(({ html }) => html) });
      const exported = await page.evaluateHandle<typeof pageChecks>(checks);
      for (const text of await exported.evaluate((module) => module.heldTexts())) found.push({ name, text });
      for (const words of await exported.evaluate((module) => module.unreadableControls())) found.push({ name, words });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) found.push({ name, overflow });
    }
    expect(found).toEqual([]);
  },
);

it("C30: the button just pressed can be read while it is busy and the pointer still on it", async ({ browser }) => {
  await using server = await startServer();
  await using visitor = await visit(browser, server, { reducedMotion: "reduce" });
  const [page] = await visitor.open("/");
  await page.route("**/api/auth/login", () => {});
  await signInPage(page).signIn(sampleUsers.ada.email, "never answered");
  const busy = page.getByRole("button", { name: "Signing in…" });
  await busy.hover();
  expect(await busy.evaluate((button) => button.matches(":hover"))).toBe(true);
  const checks = await page.evaluateHandle<typeof pageChecks>(await bundle("page-checks.ts"));
  await expect
    .poll(() => busy.evaluate((button, module) => module.contrastOfText(button), checks))
    .toBeGreaterThanOrEqual(4.5);
});

it("no page does what the server's strict content security policy refuses, nor throws", async ({ browser }) => {
  await using server = await startServer();
  const complaints: string[] = [];
  const listen = async (page: Page) => {
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
  };
  for (const { as, path, ready } of pages) {
    await using visitor = await visit(browser, server, as ? { as } : {});
    const [page] = await visitor.open(path, listen);
    await ready(page);
  }
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open("/", listen);
  const orders = ordersPage(page);
  await orders.isLive();
  await setStatus(server, received, "Preparing");
  await orders.toast(`${received.order_code} — Preparing`).waitFor();
  expect(complaints).toEqual([]);

  // The policy is in force, and would have been heard of.
  await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "body { color: red }";
    document.head.append(style);
  });
  await expect.poll(() => complaints.length).toBe(1);
});
