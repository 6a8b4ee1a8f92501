import { startNginx, startServer } from "@tidings/services";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { signInPage } from "./pages/sign-in-page.ts";
import { setStatus, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { updateInDatabase } from "./testing/database.ts";
import { received } from "./testing/seeds.ts";
import { streamLog } from "./testing/server-log.ts";
import { openStream } from "./testing/stream.ts";
import { tapStreams } from "./testing/stream-tap.ts";
import { visit } from "./testing/visitor.ts";

// A real nginx with its defaults and nothing but a proxy_pass: HTTP/1.0 to the server, buffering on.

it("behind nginx with its defaults nothing waits: not the greeting, nor an event for the one after it", async () => {
  // No heartbeat, whose bytes could push out what a buffer holds.
  await using server = await startServer({ env: { HEARTBEAT_MS: "600000" } });
  await using nginx = await startNginx({ upstream: server.url });
  using stream = await openStream(nginx, { query: `?token=${await signIn(nginx, "ada")}` });
  await expect.poll(() => stream.events.length).toBe(1);
  for (const [index, status] of (["Preparing", "Out for Delivery", "Delivered"] as const).entries()) {
    await setStatus(nginx, received, status);
    await expect.poll(() => stream.events.length).toBe(index + 2);
    expect(stream.events.at(-1)?.data).toMatchObject({ order_status: status });
  }
});

it("a browser that goes away behind nginx is noticed by the server", async ({ browser }) => {
  await using server = await startServer();
  await using nginx = await startNginx({ upstream: server.url });
  await using ada = await visit(browser, nginx, { as: "ada" });
  await using grace = await visit(browser, nginx, { as: "grace" });
  const tabs = [(await ada.open())[0], (await grace.open())[0]];
  for (const tab of tabs) await ordersPage(tab).isLive();
  await expect.poll(() => streamLog(server).open).toBe(2);
  await tabs[0]?.close();
  await expect.poll(() => streamLog(server).open).toBe(1);
  await grace.context.close();
  await expect.poll(() => streamLog(server).open).toBe(0);
});

it("a server that is killed behind nginx is noticed by the page, which comes back without a loss", async ({
  browser,
}) => {
  await using server = await startServer();
  await using nginx = await startNginx({ upstream: server.url });
  await using ada = await visit(browser, nginx, { as: "ada" });
  const [page, tap] = await ada.open("/", tapStreams);
  const orders = ordersPage(page);
  await orders.isLive();
  const answers: number[] = [];
  page.on("response", (response) => answers.push(response.status()));
  await server.kill("SIGKILL");
  // nginx answers 502 meanwhile, which is no reason to stay away.
  await expect.poll(() => answers.filter((status) => status === 502).length).toBeGreaterThan(1);
  await expect.poll(() => orders.connection.textContent()).toContain("Connection lost");
  updateInDatabase(server, received, "Preparing");
  await server.restart();
  await orders.shows(received.order_code, "Preparing");
  await orders.isLive();
  await expect.poll(() => tap.events.filter(({ type }) => type === "order_status_update")).toHaveLength(1);
});

it("a proxy that is killed is noticed on both sides", async ({ browser }) => {
  await using server = await startServer();
  const nginx = await startNginx({ upstream: server.url });
  await using ada = await visit(browser, nginx, { as: "ada" });
  const orders = ordersPage((await ada.open())[0]);
  await orders.isLive();
  await nginx[Symbol.asyncDispose]();
  await expect.poll(() => orders.connection.textContent()).toContain("Connection lost");
  await expect.poll(() => streamLog(server).open).toBe(0);
});

it("in production, too, people may sign in through nginx, which tells the server another host than their page's", async ({
  browser,
}) => {
  const env = { NODE_ENV: "production", JWT_SECRET: "the-secret-of-this-test-and-of-nobody-else" };
  await using server = await startServer({ env });
  await using nginx = await startNginx({ upstream: server.url });
  await using someone = await visit(browser, nginx);
  const [page] = await someone.open("/sign-in");
  // A production server has no demo users: that the password was looked at is all there is to see.
  await signInPage(page).signIn("ada@example.com", "tidings-demo");
  await page.getByRole("alert").getByText("Email or password is wrong").waitFor();
});
