import AxeBuilder from "@axe-core/playwright";
import { freePort, startDashboard, startServer } from "@tidings/services";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { bundle } from "./testing/bundle.ts";
import type * as pageChecks from "./testing/page-checks.ts";
import { streamLog } from "./testing/server-log.ts";

const items = [{ name: "Tea", qty: 2, unit_price: 25 }];

/** Places an order at the API server itself, as an app would. */
async function place(apiUrl: string, token: string, deliveryAddress: string): Promise<string> {
  const response = await fetch(`${apiUrl}/api/order/submit`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ userId: "test-user", order: { items, totalAmount: 50, deliveryAddress } }),
  });
  const { data } = (await response.json()) as { data: { orderCode: string } };
  return data.orderCode;
}

/** Signs the admin in at the desk. */
async function enter(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Email").fill("admin@example.com");
  await page.getByLabel("Password").fill("tidings-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Live", { exact: true }).waitFor();
}

it("001 the dashboard: orders come with their notification, and none is missed while the API is away", async ({
  browser,
}) => {
  await using api = await startServer({ port: await freePort() });
  await using dashboard = await startDashboard({ apiUrl: api.url });
  const admin = await signIn(api, "admin");
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await enter(page, dashboard.url);

  const code = await place(api.url, admin, "123 Main St");
  await page.getByRole("row", { name: code }).waitFor();
  await page.getByText(`New order ${code}`).waitFor();
  await expect.poll(() => page.getByRole("button", { name: /Order Received$/ }).textContent()).toContain("4");

  await api.kill("SIGKILL");
  await page.getByText(/Live updates stopped at/).waitFor();
  await api.restart();
  const missed = await place(api.url, admin, "While you were out");
  await page.getByRole("row", { name: missed }).waitFor();
  await page.getByText(/Live updates stopped at/).waitFor({ state: "detached" });
  expect(errors).toEqual([]);
  await context.close();
});

it("001 C19.1, C21.1: twelve tabs hold one stream to the desk, and miss nothing when the leading one closes", async ({
  browser,
}) => {
  await using api = await startServer({ port: await freePort() });
  await using dashboard = await startDashboard({ apiUrl: api.url });
  const admin = await signIn(api, "admin");
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const first = await context.newPage();
  await enter(first, dashboard.url);
  const others: Page[] = [];
  // Browsers open six connections to a host: with a stream each, the seventh tab would never load.
  while (others.length < 11) {
    const page = await context.newPage();
    others.push(page);
    await page.goto(dashboard.url);
    await page.getByText("Live", { exact: true }).waitFor();
  }
  await expect.poll(() => streamLog(dashboard)).toEqual({ opened: 1, closed: 0, open: 1 });
  const code = await place(api.url, admin, "123 Main St");
  for (const page of [first, ...others]) await page.getByRole("row", { name: code }).waitFor();

  const [, ...placed] = await Promise.all([
    first.close(),
    place(api.url, admin, "At the very moment"),
    place(api.url, admin, "And another"),
  ]);
  for (const page of others) {
    for (const code of placed) await page.getByRole("row", { name: code }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
  }
  await expect.poll(() => streamLog(dashboard)).toEqual({ opened: 2, closed: 1, open: 1 });

  // What the desk told when the stream opened, and only then, reaches a tab that joins later.
  await api.kill("SIGKILL");
  for (const page of others) await page.getByText(/Live updates stopped at/).waitFor();
  const late = await context.newPage();
  await late.goto(dashboard.url);
  await late.getByText(/Live updates stopped at/).waitFor();
  expect(streamLog(dashboard).opened).toBe(2);
  await context.close();
  await expect.poll(() => streamLog(dashboard).open).toBe(0);
});

it("001 C21.1: the tabs of a crashed leader go on without it", async ({ browser }) => {
  await using api = await startServer();
  await using dashboard = await startDashboard({ apiUrl: api.url });
  const admin = await signIn(api, "admin");
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const leader = await context.newPage();
  await enter(leader, dashboard.url);
  const other = await context.newPage();
  await other.goto(dashboard.url);
  await other.getByText("Live", { exact: true }).waitFor();
  const crashed = leader.waitForEvent("crash");
  // Never answered: who should?
  void (await context.newCDPSession(leader)).send("Page.crash").catch(() => {});
  await crashed;
  const code = await place(api.url, admin, "After the crash");
  await other.getByRole("row", { name: code }).waitFor();
  await expect.poll(() => streamLog(dashboard)).toEqual({ opened: 2, closed: 1, open: 1 });
  await context.close();
});

it("001 C22: a leader that hangs is replaced, and follows once it goes on", async ({ browser }) => {
  await using api = await startServer();
  await using dashboard = await startDashboard({ apiUrl: api.url });
  const admin = await signIn(api, "admin");
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const leader = await context.newPage();
  await enter(leader, dashboard.url);
  const answer = Promise.withResolvers<void>();
  await leader.route("**/hang", async (route) => {
    await answer.promise;
    await route.fulfill({ body: "" });
  });
  // A request of the old kind: nothing else in that page goes on until it is answered.
  const hanging = leader.evaluate(() => {
    const request = new XMLHttpRequest();
    request.open("GET", "/hang", false);
    request.send();
  });
  const other = await context.newPage();
  await other.goto(dashboard.url);
  await other.getByText("Live", { exact: true }).waitFor();
  await expect.poll(() => streamLog(dashboard).opened).toBe(2);
  const missed = await place(api.url, admin, "While it hung");
  await other.getByRole("row", { name: missed }).waitFor();

  answer.resolve();
  await hanging;
  await expect.poll(() => streamLog(dashboard)).toEqual({ opened: 2, closed: 1, open: 1 });
  const code = await place(api.url, admin, "Afterwards");
  for (const page of [leader, other]) {
    for (const name of [missed, code]) await page.getByRole("row", { name }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
  }
  await context.close();
});

it("001 C30, C35.1: axe finds nothing on the dashboard, and every control can be read, in light, in dark and on a phone", async ({
  browser,
}) => {
  await using api = await startServer();
  await using dashboard = await startDashboard({ apiUrl: api.url });
  const guises: readonly BrowserContextOptions[] = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { colorScheme: "light", viewport: { width: 390, height: 844 } },
  ];
  const checks = await bundle("page-checks.ts");
  const found: unknown[] = [];
  for (const guise of guises) {
    // Half-faded text has half its contrast: axe looks at what stays.
    const context = await browser.newContext({ ...guise, reducedMotion: "reduce" });
    const page = await context.newPage();
    const look = async (name: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) found.push({ name, guise, id, html: nodes.map(({ html }) => html) });
      const exported = await page.evaluateHandle<typeof pageChecks>(checks);
      for (const text of await exported.evaluate((module) => module.heldTexts())) found.push({ name, guise, text });
      const unreadable = await exported.evaluate((module) => module.unreadableControls());
      for (const words of unreadable) found.push({ name, guise, words });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) found.push({ name, guise, overflow });
    };
    await page.goto(dashboard.url);
    await page.getByRole("heading", { name: "Orders desk" }).waitFor();
    await look("the door");
    await enter(page, dashboard.url);
    await page.getByRole("columnheader", { name: "Deliver to" }).waitFor();
    await look("the desk");
    await context.close();
  }
  expect(found).toEqual([]);
});
