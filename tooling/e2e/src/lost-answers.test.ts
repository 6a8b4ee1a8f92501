import { listOrders, placeOrder } from "@tidings/contracts/orders";
import { createAppointment, createRecord, listAppointments, listRecords } from "@tidings/contracts/records";
import { freePort, startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { type Site, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { visit } from "./testing/visitor.ts";

/** Lets the server do what the next request to a path asks, and its answer get lost on the way. */
async function loseAnswer(page: Page, path: string): Promise<void> {
  let isDone = false;
  await page.route(`**${path}`, async (route) => {
    if (isDone || route.request().method() !== "POST") return route.fallback();
    isDone = true;
    await route.fetch();
    await route.abort("connectionreset");
  });
}

/** How many rows a list of Ada's has. */
async function count(site: Site, path: string): Promise<number> {
  const headers = { Authorization: `Bearer ${await signIn(site, "ada")}` };
  const response = await fetch(`${site.url}${path}`, { headers });
  const { data } = (await response.json()) as { readonly data: readonly unknown[] };
  return data.length;
}

const add = (page: Page) => page.getByRole("button", { name: /^(Add|One more) / }).first();
const place = (page: Page) => page.getByRole("button", { name: /^Place order/ });
const doubt = (page: Page) => page.getByText(/we do not know whether your order was placed\. Try again/);

it("C36.1, C36.4: an order whose answer is lost is placed once, also over a reload and a killed server", async ({
  browser,
}) => {
  await using server = await startServer({ port: await freePort() });
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open();
  await ordersPage(page).isLive();
  const before = await count(server, listOrders.path);
  const keys: (string | undefined)[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith(placeOrder.path)) {
      keys.push(request.headers()["idempotency-key"]);
    }
  });

  await loseAnswer(page, placeOrder.path);
  await add(page).click();
  await place(page).click();
  await doubt(page).waitFor();
  expect(await page.getByText(/was not placed/).count()).toBe(0);
  expect(await count(server, listOrders.path)).toBe(before + 1);

  await page.reload();
  await doubt(page).waitFor();
  await server.kill("SIGKILL");
  await server.restart();
  await expect.poll(() => ordersPage(page).connection.textContent()).toBe("Live");
  await place(page).click();
  await doubt(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Place order", exact: true }).waitFor();
  expect(await count(server, listOrders.path)).toBe(before + 1);
  expect(keys[0]).toMatch(/^".+"$/);
  expect(keys).toEqual([keys[0], keys[0]]);

  // What comes next is another order, the same or not.
  await add(page).click();
  await place(page).click();
  await expect.poll(() => count(server, listOrders.path)).toBe(before + 2);
});

it("C36.1: another choice is another order, and the page says so; a refused one was not placed", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open();
  await ordersPage(page).isLive();
  const before = await count(server, listOrders.path);
  await loseAnswer(page, placeOrder.path);
  await add(page).click();
  await place(page).click();
  await doubt(page).waitFor();
  await add(page).click();
  await page.getByText(/We still do not know whether your order was placed at the first try/).waitFor();
  await place(page).click();
  await page.getByRole("button", { name: "Place order", exact: true }).waitFor();
  expect(await count(server, listOrders.path)).toBe(before + 2);

  const errors = ["items must hold at least one item"];
  await page.route(`**${placeOrder.path}`, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 400, json: { success: false, errors } })
      : route.fallback(),
  );
  await add(page).click();
  await place(page).click();
  await page.getByText(`Your order was not placed: ${errors[0]}`).waitFor();
});

const forms = [
  {
    name: "New record",
    button: "Add record",
    fields: { Title: "Blood test" },
    path: createRecord.path,
    list: listRecords.path,
  },
  {
    name: "New appointment",
    button: "Book appointment",
    fields: { Reason: "Check-up", When: "2126-02-26T09:00" },
    path: createAppointment.path,
    list: listAppointments.path,
  },
] as const;

it.for(forms)("C36.1: $name: what is sent again after a lost answer is there once", async (form, { browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open("/records");
  const shown = page.getByRole("form", { name: form.name });
  await shown.waitFor();
  const before = await count(server, form.list);
  for (const [label, value] of Object.entries(form.fields)) await shown.getByLabel(label).fill(value);
  await loseAnswer(page, form.path);
  const send = shown.getByRole("button", { name: form.button });
  await send.click();
  await shown.getByText(/we do not know whether .* Try again: it will not be (added|made) twice\./).waitFor();
  await send.click();
  await shown.getByText(/ was (added|booked)\.$/).waitFor();
  expect(await count(server, form.list)).toBe(before + 1);
});
