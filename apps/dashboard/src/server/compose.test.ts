import { createClient } from "@tidings/client";
import { listAdminOrders, type OrderCounts, submitOrder } from "@tidings/contracts/admin-orders";
import { login, sampleUsers } from "@tidings/contracts/auth";
import { freePort, startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { dashboardOrders, dashboardStream } from "../contract.ts";
import { PASSWORD, startDashboard } from "./testing/start-dashboard.ts";

/** Places an order at the API server itself. */
async function place(apiUrl: string, deliveryAddress: string) {
  const { data } = await createClient({ baseUrl: apiUrl }).call(login, {
    body: { email: sampleUsers.ada.email, password: PASSWORD },
  });
  const items = [{ name: "Tea", qty: 1, unit_price: 25 }];
  const client = createClient({ baseUrl: apiUrl, auth: { token: () => data.token } });
  await client.call(submitOrder, { body: { userId: data.user.id, order: { items, deliveryAddress } } });
}

it("001 one upstream stream for all browsers of a principal and filter, another for another filter", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  using first = await dashboard.browser();
  using second = await dashboard.browser();
  first.open();
  second.open();
  await expect
    .poll(() => [...first.seen, ...second.seen].filter((one) => one === "upstream live").length)
    .toBeGreaterThan(1);
  await place(api.url, "123 Main St");
  for (const { seen } of [first, second]) await expect.poll(() => seen).toContain("new 123 Main St");
  const opened = () => api.output.split("\n").filter((line) => line.includes("stream opened")).length;
  expect(opened()).toBe(1);
  second.open("DELIVERED,PENDING");
  await expect.poll(opened).toBe(2);
  first.open("PENDING, DELIVERED");
  await expect.poll(() => dashboard.hub.countAll()).toBe(4);
  expect(opened()).toBe(2);
});

it("001 the upstream killed and restarted: browsers are told, and miss nothing", async () => {
  await using api = await startServer({ port: await freePort() });
  await using dashboard = await startDashboard(api.url);
  using browser = await dashboard.browser();
  browser.open();
  await expect.poll(() => browser.seen).toContain("upstream live");
  await api.kill("SIGKILL");
  await expect.poll(() => browser.seen.at(-1)).toBe("upstream lost");
  expect(dashboard.lines.join("")).toContain('"state":"lost"');
  const away = await fetch(`${dashboard.url}${dashboardOrders.path}`, { headers: { cookie: browser.cookie } });
  expect(away.status).toBe(502);
  expect(await away.json()).toEqual({ success: false, errors: ["The API server cannot be reached; trying again"] });
  await api.restart();
  await place(api.url, "While you were out");
  await expect.poll(() => browser.seen).toContain("new While you were out");
  expect(browser.seen.at(-2)).toBe("upstream live");
  expect(browser.seen.filter((one) => one.startsWith("connected"))).toHaveLength(1);
});

it("001 a browser that was away resumes, and the orders are the API's", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  using browser = await dashboard.browser();
  const stream = browser.open();
  await expect.poll(() => browser.seen).toContain("upstream live");
  const { data, position } = await browser.client.call(dashboardOrders, { query: { limit: "3" } });
  expect(data.orders).toHaveLength(3);
  expect(data.next).toBe(data.orders[2]?.id);
  stream.close();
  await place(api.url, "Meanwhile");
  using later = await dashboard.browser();
  await expect.poll(async () => (await later.client.call(dashboardOrders, {})).position).not.toBe(position);
  later.client.open(dashboardStream, { from: position ?? "" }).on("new_order", ({ data: { deliveryAddress } }) => {
    later.seen.push(deliveryAddress);
  });
  await expect.poll(() => later.seen).toEqual(["Meanwhile"]);
});

it("D26.3: every browser is told the API's counts on coming, and whenever they change", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  using first = await dashboard.browser();
  const told: OrderCounts[] = [];
  first.open().on("order_counts", ({ data }) => told.push(data));
  const { data } = await first.client.call(dashboardOrders, {});
  await expect.poll(() => told.at(-1)).toEqual(data.counts);
  await place(api.url, "One more");
  await expect.poll(() => told.at(-1)?.PENDING).toBe(data.counts.PENDING + 1);
  // The upstream connection stands: what it was told before is told again.
  using later = await dashboard.browser();
  const heard: OrderCounts[] = [];
  later.open().on("order_counts", ({ data: counts }) => heard.push(counts));
  await expect.poll(() => heard.at(-1)).toEqual(told.at(-1));
  const refused = await fetch(`${dashboard.url}${dashboardStream.path}?counts=true`, {
    headers: { cookie: later.cookie },
  });
  expect(refused.status).toBe(400);
});

it("001 security: admins only, by a cookie of its own, and signing out ends the stream", async () => {
  await using api = await startServer();
  await using dashboard = await startDashboard(api.url);
  for (const path of [dashboardStream.path, dashboardOrders.path, "/api/me"]) {
    expect((await fetch(`${dashboard.url}${path}`)).status).toBe(401);
  }
  expect((await dashboard.enter(sampleUsers.admin.email, "wrong")).status).toBe(401);
  const refused = await dashboard.enter(sampleUsers.ada.email);
  expect(refused.status).toBe(403);
  expect(refused.headers.get("set-cookie")).toBeNull();
  const entered = await dashboard.enter(sampleUsers.admin.email);
  expect(entered.headers.get("set-cookie")).toMatch(/^tidings_desk=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
  expect(JSON.stringify(await entered.json())).not.toContain("token");

  using browser = await dashboard.browser();
  browser.open();
  await expect.poll(() => dashboard.hub.countAll()).toBe(1);
  const foreign = { method: "POST", headers: { cookie: browser.cookie, "Sec-Fetch-Site": "cross-site" } };
  expect((await fetch(`${dashboard.url}/api/logout`, foreign)).status).toBe(403);
  await fetch(`${dashboard.url}/api/logout`, { method: "POST", headers: { cookie: browser.cookie } });
  await expect.poll(() => dashboard.hub.countAll()).toBe(0);
  const after = await fetch(`${dashboard.url}/api/me`, { headers: { cookie: browser.cookie } });
  expect(after.status).toBe(401);
  expect(listAdminOrders.access).toBe("admin");
});
