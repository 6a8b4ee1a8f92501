import { sampleUsers } from "@tidings/contracts/auth";
import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { sseDemoPage } from "./pages/sse-demo-page.ts";
import { it } from "./testing/browser-test.ts";
import { visit } from "./testing/visitor.ts";

/** Each type of the demo, and the event that it is. */
const types = [
  ["broadcast", "announcement"],
  ["user", "notification"],
  ["system", "system"],
  ["update", "update"],
  ["progress", "progress"],
  ["success", "success"],
  ["error", "error"],
] as const;

it("003 /sse-demo: each type of notification arrives in every tab that it is for, in real time", async ({
  browser,
}) => {
  await using server = await startServer();
  await using admin = await visit(browser, server, { as: "admin" });
  await using ada = await visit(browser, server, { as: "ada" });
  const open = async (visitor: typeof admin) => sseDemoPage((await visitor.open("/sse-demo"))[0]);
  const [first, second, adas] = [await open(admin), await open(admin), await open(ada)];
  for (const tab of [first, second, adas]) {
    await tab.isLive();
    await expect.poll(() => tab.messages("connected").count()).toBe(1);
  }

  for (const [type, event] of types) {
    await first.send(type, `a ${type}`);
    // Without a user id a `user` goes to oneself, and everything else that an admin sends to everyone.
    const reached = type === "user" ? [first, second] : [first, second, adas];
    await expect.poll(() => first.outcome.textContent()).toMatch(/^Sent to \d connections?\.$/);
    for (const tab of reached) await expect.poll(() => tab.messages(event).textContent()).toContain(`a ${type}`);
  }

  await first.send("user", "for Ada alone", { userId: sampleUsers.ada.id, data: { title: "Ada" } });
  await expect
    .poll(() => adas.messages("notification").allTextContents())
    .toEqual([expect.stringContaining('{"title":"Ada","message":"for Ada alone"}')]);
  await first.send("success", "the last word");
  await expect.poll(() => second.messages("success").count()).toBe(2);
  expect(await second.messages("notification").count()).toBe(1);
  await expect.poll(() => first.stat("Of Ada").textContent()).toBe("1");
});

it("003 /sse-demo: a user may send to oneself only, and is told so", async ({ browser }) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const tab = sseDemoPage((await ada.open("/sse-demo"))[0]);
  await tab.isLive();
  await tab.send("broadcast", "to all");
  await expect.poll(() => tab.outcome.textContent()).toContain("Not sent: Not authorized for this resource");
  await tab.send("success", "to me");
  await expect.poll(() => tab.messages("success").textContent()).toContain("to me");
  expect(await tab.messages("announcement").count()).toBe(0);
});

// In browsers of their own, since tabs of one browser may share a connection.
it("003 /sse-demo: disconnecting and closing a tab end its connection; connecting again hears again", async ({
  browser,
}) => {
  await using server = await startServer();
  await using here = await visit(browser, server, { as: "admin" });
  await using there = await visit(browser, server, { as: "admin" });
  const [first, second] = [
    sseDemoPage((await here.open("/sse-demo"))[0]),
    sseDemoPage((await there.open("/sse-demo"))[0]),
  ];
  await first.isLive();
  await second.isLive();
  const connections = () => first.stat("Connections").textContent();
  const refresh = first.page.getByRole("button", { name: "Refresh" });
  await expect.poll(() => refresh.click().then(connections)).toBe("2");
  await first.send("success", "to both");
  await expect.poll(() => first.outcome.textContent()).toBe("Sent to 2 connections.");
  await expect.poll(() => second.messages("success").count()).toBe(1);

  await second.page.getByRole("button", { name: "Disconnect" }).click();
  await expect.poll(() => second.connection.textContent()).toBe("Not connected");
  await expect.poll(() => refresh.click().then(connections)).toBe("1");
  await first.send("success", "unheard");
  await expect.poll(() => first.messages("success").count()).toBe(2);

  await second.page.getByRole("button", { name: "Connect" }).click();
  await second.isLive();
  await first.send("success", "heard again");
  await expect.poll(() => second.messages("success").first().textContent()).toContain("heard again");
  expect(await second.messages("success").count()).toBe(2);

  await second.page.close();
  await expect.poll(() => refresh.click().then(connections)).toBe("1");
});

it("003 /notifications: an upload is followed in every tab, its end rings the bell, and Escape leads back to it", async ({
  browser,
}) => {
  await using server = await startServer();
  await using ada = await visit(browser, server, { as: "ada" });
  const [page] = await ada.open("/notifications");
  const [other] = await ada.open("/notifications");
  for (const tab of [page, other]) {
    await expect.poll(() => tab.locator('[data-slot="connection-words"]').textContent()).toBe("Live");
  }
  await page.getByRole("button", { name: "Upload one that fails" }).click();
  await other.getByRole("progressbar", { name: "holiday.jpg" }).waitFor();
  for (const tab of [page, other]) {
    await tab
      .locator('[data-slot="operation"][data-status="failed"]')
      .getByText(/^Failed at \d+%$/)
      .waitFor();
  }

  const bell = other.getByRole("button", { name: "Notifications, 1 unread" });
  await bell.focus();
  await other.keyboard.press("Enter");
  const panel = other.getByRole("region", { name: "Notifications", exact: true });
  const entry = panel.getByRole("listitem").filter({ hasText: "holiday.jpg was not uploaded: the disk is full" });
  await entry.waitFor();
  await entry.getByRole("button", { name: /^Mark as read/ }).click();
  await panel.getByRole("button", { name: /^Mark as unread/ }).waitFor();
  await other.keyboard.press("Escape");
  await expect.poll(() => entry.isVisible()).toBe(false);
  await expect
    .poll(() => other.evaluate(() => document.activeElement?.getAttribute("aria-label")))
    .toBe("Notifications, nothing unread");
});
