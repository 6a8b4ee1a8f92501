import { sampleUsers, type User } from "@tidings/contracts/auth";
import { listOrders } from "@tidings/contracts/orders";
import { createMockApp, type MockApp } from "@tidings/mocks/auth";
import { createOrdersMock } from "@tidings/mocks/orders";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { demoPassword } from "../sign-in/demo-accounts.ts";
import { openBrowser } from "../testing/browser.ts";
import type { Session, SessionState } from "./session.ts";

const msw = setupServer();
beforeAll(() => msw.listen());
afterAll(() => msw.close());

let app: MockApp;
beforeEach(() => {
  app = createMockApp({ password: demoPassword });
  msw.use(...app.handlers(createOrdersMock(app)));
});
afterEach(() => {
  app.close();
  msw.resetHandlers();
});

/** Resolves as soon as the session's state will do. */
function until(session: Session, accept: (state: SessionState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!accept(session.getSnapshot())) return;
      leave();
      resolve();
    };
    const leave = session.subscribe(look);
    look();
  });
}

const isUser = (user: User) => (state: SessionState) => state.status === "signed-in" && state.user.id === user.id;

const { ada, grace } = sampleUsers;

test("without a cookie nobody is signed in, and nobody is told that a session expired", async () => {
  const session = openBrowser().openTab();
  expect(session.getSnapshot()).toEqual({ status: "checking" });
  await session.check();
  expect(session.getSnapshot()).toEqual({ status: "signed-out", reason: "never-signed-in" });
});

test("a session outlives a reload of its page", async () => {
  const browser = openBrowser();
  await browser.openTab().signIn(ada.email, demoPassword);
  const reloaded = browser.openTab();
  await reloaded.check();
  expect(reloaded.getSnapshot()).toMatchObject({ status: "signed-in", user: ada });
});

test("a wrong password is refused in the server's words and changes nothing", async () => {
  const session = openBrowser().openTab();
  await session.check();
  await expect(session.signIn(ada.email, "wrong")).rejects.toMatchObject({
    code: "http",
    status: 401,
    errors: ["Email or password is wrong"],
  });
  expect(session.getSnapshot().status).toBe("signed-out");
});

test("a session that expires in use ends with that reason at the first 401", async () => {
  const session = openBrowser().openTab();
  await session.signIn(ada.email, demoPassword);
  const state = session.getSnapshot();
  if (state.status !== "signed-in") return expect.unreachable();
  await state.client.call(listOrders, {});
  app.expireSessions();
  await expect(state.client.call(listOrders, {})).rejects.toMatchObject({ status: 401 });
  expect(session.getSnapshot()).toEqual({ status: "signed-out", reason: "expired" });
});

test("each sign-in has a client of its own, and the one before is closed", async () => {
  const session = openBrowser().openTab();
  await session.signIn(ada.email, demoPassword);
  const first = session.getSnapshot();
  await session.signIn(grace.email, demoPassword);
  const second = session.getSnapshot();
  if (first.status !== "signed-in" || second.status !== "signed-in") return expect.unreachable();
  expect(second.client).not.toBe(first.client);
  await expect(first.client.call(listOrders, {})).rejects.toMatchObject({ code: "aborted" });
});

test("signing in as someone else in one tab takes the other tabs along", async () => {
  const browser = openBrowser();
  const [tab, other] = [browser.openTab(), browser.openTab()];
  await tab.signIn(ada.email, demoPassword);
  await until(other, isUser(ada));
  await other.signIn(grace.email, demoPassword);
  await until(tab, isUser(grace));
  await tab.signOut();
  await until(other, (state) => state.status === "signed-out" && state.reason === "own-wish");
});

test("a server that cannot be asked is neither a sign-out nor a sign-in", async () => {
  const browser = openBrowser();
  app.server.goOffline();
  const session = browser.openTab();
  await session.check();
  expect(session.getSnapshot()).toEqual({ status: "unreachable" });
  app.server.goOnline();
  await session.signIn(ada.email, demoPassword);
  app.server.goOffline();
  await session.check();
  expect(session.getSnapshot().status).toBe("signed-in");
  await expect(session.signOut()).rejects.toMatchObject({ code: "network" });
  expect(session.getSnapshot().status).toBe("signed-in");
});

test("C14.1: a listener that throws does not fail the sign-in, and the others are served", async () => {
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  const bug = new Error("a bug of a page");
  const session = openBrowser().openTab();
  const heard: string[] = [];
  session.subscribe(() => {
    throw bug;
  });
  session.subscribe(() => heard.push(session.getSnapshot().status));
  await session.signIn(ada.email, demoPassword);
  expect(session.getSnapshot().status).toBe("signed-in");
  expect(heard).toEqual(["signed-in"]);
  expect(reported.mock.calls).toEqual([[bug]]);
  vi.unstubAllGlobals();
});
