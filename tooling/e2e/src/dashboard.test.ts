import { freePort, startDashboard, startServer } from "@tidings/services";
import { expect } from "vitest";
import { signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";

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
  await page.goto(dashboard.url);
  await page.getByLabel("Email").fill("admin@example.com");
  await page.getByLabel("Password").fill("tidings-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Live", { exact: true }).waitFor();

  const code = await place(api.url, admin, "123 Main St");
  await page.getByRole("row", { name: code }).waitFor();
  await page.getByText(`New order ${code}`).waitFor();
  await expect.poll(() => page.getByRole("button", { name: /Order Received$/ }).textContent()).toContain("4");

  await api.kill("SIGKILL");
  await page.getByText(/The API server has not been connected since/).waitFor();
  await api.restart();
  const missed = await place(api.url, admin, "While you were out");
  await page.getByRole("row", { name: missed }).waitFor();
  await page.getByText(/The API server has not been connected since/).waitFor({ state: "detached" });
  expect(errors).toEqual([]);
  await context.close();
});
