import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { watchPage } from "./pages/watch-page.ts";
import { setStatus } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { updateInDatabase } from "./testing/database.ts";
import { preparing, received, underway } from "./testing/seeds.ts";
import { tapStreams } from "./testing/stream-tap.ts";
import { visit } from "./testing/visitor.ts";

const changes = [
  [received, "Preparing"],
  [preparing, "Out for Delivery"],
  [underway, "Delivered"],
] as const;
const lines = changes.map(([order, status]) => `${order.order_code} — ${status}`);

it("kill -9, three changes in the database while down, restart: the open page has all three, in order, once", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page, tap] = await ada.open("/", tapStreams);
  const orders = ordersPage(page);
  await orders.isLive();
  // A position to resume from that is not the greeting's.
  await setStatus(server, received, "Cancelled");
  await setStatus(server, received, "Order Received");
  await expect.poll(() => tap.events.length).toBe(3);
  await orders.shows(received.order_code, "Order Received");
  const watch = await watchPage(page);

  await server.kill("SIGKILL");
  for (const [order, status] of changes) updateInDatabase(server, order, status);
  await expect.poll(() => orders.connection.textContent()).toContain("Connection lost");
  await server.restart();

  for (const [order, status] of changes) await orders.shows(order.order_code, status);
  await orders.isLive();
  expect([...(await watch.badges())].sort()).toEqual([...lines].sort());
  await expect.poll(() => tap.events.length).toBe(7);
  const [greeting, ...missed] = tap.events.slice(3);
  expect(JSON.parse(greeting?.data ?? "")).toMatchObject({ message: "SSE connected", resume: "complete" });
  expect(missed.map(({ type, data }) => [type, JSON.parse(data)])).toMatchObject(
    changes.map(([{ id, order_code }, order_status]) => [
      "order_status_update",
      { order_id: id, order_code, order_status },
    ]),
  );
  expect(tap.connections).toBe(2);
  // Three toasts at once would say less than one.
  const summary = `3 updates while you were away. Latest: ${lines[2]}`;
  await orders.toast(summary).waitFor();
  expect(await watch.toasts()).toEqual([summary]);

  // What comes next comes once, too: nothing is left over from the crash.
  await setStatus(server, received, "Out for Delivery");
  await orders.shows(received.order_code, "Out for Delivery");
  await expect.poll(() => tap.events.length).toBe(8);
});

it("restarted with its log's retention exceeded, the page says that it reloaded, and is right", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page, tap] = await ada.open("/", tapStreams);
  const orders = ordersPage(page);
  await orders.isLive();
  const watch = await watchPage(page);

  await server.kill("SIGKILL");
  for (const [order, status] of changes) updateInDatabase(server, order, status);
  await server.restart({ env: { LOG_RETENTION_COUNT: "1" } });

  await page.getByText("your orders were loaded again").waitFor();
  await expect.poll(() => orders.connection.textContent()).toBe("Reloaded: some updates were missed");
  for (const [order, status] of changes) await orders.shows(order.order_code, status);
  await expect.poll(() => tap.events.at(1)?.data).toContain('"resume":"gap"');
  // The page was never loaded anew, or the notes would be gone.
  expect([...(await watch.badges())].sort()).toEqual([...lines].sort());

  await setStatus(server, received, "Out for Delivery");
  await orders.shows(received.order_code, "Out for Delivery");
});

it("a server that hangs without closing anything is noticed by its silence, and come back to", async ({ browser }) => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "200" } });
  await using ada = await visit(browser, server, { as: "ada" });
  const [page, tap] = await ada.open("/", tapStreams);
  const orders = ordersPage(page);
  await orders.isLive();
  // The page is live with the headers; how long a silence may be it learns from the greeting.
  await expect.poll(() => tap.events.length).toBe(1);
  process.kill(server.pid, "SIGSTOP");
  await expect.poll(() => orders.connection.textContent()).toContain("Connection lost");
  updateInDatabase(server, received, "Preparing");
  process.kill(server.pid, "SIGCONT");
  await orders.shows(received.order_code, "Preparing");
  await orders.isLive();
  await expect.poll(() => tap.events.filter(({ type }) => type === "order_status_update")).toHaveLength(1);
});
