import { sampleUsers } from "@tidings/contracts/auth";
import { startDashboard, startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { PASSWORD } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { writeToDatabase } from "./testing/database.ts";
import { visit } from "./testing/visitor.ts";

type Server = Awaited<ReturnType<typeof startServer>>;

/** A database with `finished` delivered orders, newer than all of `open` waiting ones. */
function fill(server: Server, { open, finished }: { readonly open: number; readonly finished: number }): void {
  const add = (from: number, count: number, status: string, day: string) =>
    `WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${from + count - 1})
     INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status,
       created_at, updated_at)
     SELECT 'n' || i, printf('ORD-%06d', i), '${sampleUsers.ada.id}', 'a', '[]', 0, 0, '${status}', at, at
     FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%fZ', '${day}', '+' || i || ' seconds') AS at FROM n)`;
  writeToDatabase(
    server,
    "DELETE FROM orders",
    add(1, open, "Order Received", "2026-01-01"),
    add(100_000, finished, "Delivered", "2026-02-01"),
  );
}

/** The oldest order, and the most urgent one. */
const OLDEST = "ORD-000001";

/** Presses "Show older" until there is nothing older; answers how often. */
async function showAll(page: Page): Promise<number> {
  const older = page.getByRole("button", { name: "Show older orders" });
  const busy = page.getByRole("button", { name: "Loading older orders…" });
  let pressed = 0;
  for (;;) {
    await busy.waitFor({ state: "detached" });
    if ((await older.count()) === 0) return pressed;
    await older.click();
    pressed += 1;
    await expect.poll(async () => (await older.count()) + (await busy.count()) < 2).toBe(true);
  }
}

it("C39.1, C39.2: all orders: counts of what there is, kept by events and over reloads, and the oldest open one is reached", async ({
  browser,
}) => {
  await using server = await startServer();
  fill(server, { open: 250, finished: 1034 });
  await using admin = await visit(browser, server, { as: "admin" });
  const [page] = await admin.open("/admin");
  const count = (name: string) =>
    page
      .getByRole("radio", { name: new RegExp(`^${name}`) })
      .locator("..")
      .textContent();
  await expect.poll(() => count("Open")).toBe("Open 250");
  expect([await count("Finished"), await count("All")]).toEqual(["Finished 1,034", "All 1,284"]);
  await page.getByText("Showing 200 of 250 open orders").waitFor();

  writeToDatabase(server, "UPDATE orders SET order_status = 'Cancelled' WHERE id IN ('n1', 'n2')");
  writeToDatabase(server, "UPDATE orders SET order_status = 'Order Received' WHERE id = 'n1'");
  writeToDatabase(server, "DELETE FROM orders WHERE id = 'n100000'");
  await expect.poll(() => count("Open")).toBe("Open 249");
  expect(await count("Finished")).toBe("Finished 1,034");
  await page.reload();
  await expect.poll(() => count("Open")).toBe("Open 249");
  expect([await count("Finished"), await count("All")]).toEqual(["Finished 1,034", "All 1,283"]);

  expect(await page.getByRole("article", { name: OLDEST }).count()).toBe(0);
  expect(await showAll(page)).toBe(1);
  await page.getByRole("article", { name: OLDEST }).waitFor();
  expect(await page.getByText(/^Showing/).count()).toBe(0);
});

it("C39.1, C39.2: the desk: counts of what there is, kept by events, and the oldest open one is reached", async ({
  browser,
}) => {
  await using api = await startServer();
  fill(api, { open: 250, finished: 1034 });
  await using dashboard = await startDashboard({ apiUrl: api.url });
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(dashboard.url);
  await page.getByLabel("Email").fill("admin@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  const counter = (label: string) => page.getByRole("button", { name: new RegExp(`${label}$`) });
  await expect.poll(() => counter("Order Received").textContent()).toBe("250Order Received");
  expect(await counter("Delivered").textContent()).toBe("1,034Delivered");
  expect(await counter("All orders").textContent()).toBe("1,284All orders");
  await page.getByText("Showing 400 of 1,284 orders").waitFor();

  writeToDatabase(api, "UPDATE orders SET order_status = 'Preparing' WHERE id IN ('n2', 'n3')");
  await expect.poll(() => counter("Order Received").textContent()).toBe("248Order Received");
  expect(await counter("Preparing").textContent()).toBe("2Preparing");
  await counter("Order Received").click();
  await page.getByText(/^Showing \d+ of 248 orders/).waitFor();
  expect(await showAll(page)).toBe(1);
  await page.getByRole("row", { name: OLDEST }).waitFor();
  await page.reload();
  await expect.poll(() => counter("Preparing").textContent()).toBe("2Preparing");
  await context.close();
});
