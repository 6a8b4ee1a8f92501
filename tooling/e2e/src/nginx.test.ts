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

/** Longer than any event takes that is not held back, on a machine that does other things too. */
const AT_ONCE_MS = 1000;

it("behind nginx with its defaults, greeting and events come at once", async () => {
  await using server = await startServer();
  await using nginx = await startNginx({ upstream: server.url });
  const token = await signIn(nginx, "ada");
  await signIn(server, "admin");
  const from = Date.now();
  using stream = await openStream(nginx, { query: `?token=${token}` });
  await expect.poll(() => stream.events.length).toBe(1);
  expect(Date.now() - from).toBeLessThan(AT_ONCE_MS);
  for (const status of ["Preparing", "Out for Delivery", "Delivered"] as const) {
    const before = stream.events.length;
    await setStatus(nginx, received, status);
    const answered = Date.now();
    await expect.poll(() => stream.events.length).toBe(before + 1);
    expect(stream.events.at(-1)?.data).toMatchObject({ order_status: status });
    expect((stream.events.at(-1)?.at ?? Number.POSITIVE_INFINITY) - answered).toBeLessThan(AT_ONCE_MS);
  }
});

it("a browser that goes away behind nginx is noticed by the server", async ({ browser }) => {
  await using server = await startServer();
  await using nginx = await startNginx({ upstream: server.url });
  await using ada = await visit(browser, nginx, { as: "ada" });
  const tabs = [(await ada.open())[0], (await ada.open())[0]];
  for (const tab of tabs) await ordersPage(tab).isLive();
  await expect.poll(() => streamLog(server).open).toBe(2);
  await tabs[0]?.close();
  await expect.poll(() => streamLog(server).open).toBe(1);
  await ada.context.close();
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
  await server.kill("SIGKILL");
  // nginx answers 502 meanwhile, which is no reason to stay away.
  await expect.poll(() => orders.connection.textContent()).toMatch(/attempt [2-9]/);
  updateInDatabase(server, received, "Preparing");
  await server.restart();
  await orders.shows(received.order_code, "Preparing");
  await orders.isLive();
  expect(tap.events.filter(({ type }) => type === "order_status_update")).toHaveLength(1);
});

it("a proxy that is killed is noticed on both sides", async ({ browser }) => {
  await using server = await startServer();
  const nginx = await startNginx({ upstream: server.url });
  await using ada = await visit(browser, nginx, { as: "ada" });
  const orders = ordersPage((await ada.open())[0]);
  await orders.isLive();
  await nginx[Symbol.asyncDispose]();
  await expect.poll(() => orders.connection.textContent()).toContain("Reconnecting");
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
