import { sampleUsers } from "@tidings/contracts/auth";
import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { signInPage } from "./pages/sign-in-page.ts";
import { PASSWORD } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { streamLog } from "./testing/server-log.ts";
import { visit } from "./testing/visitor.ts";

it("a stranger is led to sign in, told of a wrong password, and back to the page asked for", async ({ browser }) => {
  await using server = await startServer();
  await using someone = await visit(browser, server);
  const [page] = await someone.open("/admin");
  const signIn = signInPage(page);
  await signIn.signIn(sampleUsers.admin.email, "wrong");
  await page.getByRole("alert").getByText("Email or password is wrong").waitFor();
  expect(streamLog(server).opened).toBe(0);
  await signIn.signIn(sampleUsers.admin.email, PASSWORD);
  await page.getByRole("heading", { name: "All orders" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/admin");
});

it("a session that ends in mid-use leads every tab to sign-in, says why, and goes on from there", async ({
  browser,
}) => {
  await using server = await startServer({ env: { JWT_TTL_S: "16" } });
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open();
  const [other] = await ada.open();
  for (const tab of [page, other]) await ordersPage(tab).isLive();
  for (const tab of [page, other]) await tab.getByText("Your session has expired").waitFor();
  await expect.poll(() => streamLog(server).open).toBe(0);
  await signInPage(page).signIn(sampleUsers.ada.email, PASSWORD);
  for (const tab of [page, other]) await ordersPage(tab).isLive();
});

it("signing out in one tab signs out the others", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [here] = await ada.open();
  const [there] = await ada.open();
  for (const page of [here, there]) await ordersPage(page).isLive();
  await here.getByRole("button", { name: "Sign out" }).click();
  await there.getByRole("heading", { name: "Sign in" }).waitFor();
  await expect.poll(() => streamLog(server).open).toBe(0);
});

it("the admin's page is closed to others, in words", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open("/admin");
  await page.getByRole("heading", { name: "For admins only" }).waitFor();
  expect(await page.getByRole("link", { name: "All orders" }).count()).toBe(0);
});
