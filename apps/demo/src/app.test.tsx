// @vitest-environment jsdom

import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { createAdminOrdersMock } from "@tidings/mocks/admin-orders";
import { createMockApp, type MockApp } from "@tidings/mocks/auth";
import { createOrdersMock, type OrdersMock } from "@tidings/mocks/orders";
import { createStreamTap, type StreamTap } from "@tidings/react-sse/devtools";
import { setupServer } from "msw/node";
import { StrictMode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { App } from "./app.tsx";
import { forgetBetweenUsers } from "./raw-stream/forget-between-users.ts";
import type { Session } from "./session/session.ts";
import { SessionContext } from "./session/session-context.ts";
import { demoPassword } from "./sign-in/demo-accounts.ts";
import { openBrowser, type TestBrowser } from "./testing/browser.ts";

const msw = setupServer();
beforeAll(() => {
  msw.listen();
  // jsdom draws nothing and does not know it.
  Object.defineProperty(Element.prototype, "checkVisibility", { configurable: true, value: () => true });
});
afterAll(() => {
  msw.close();
  Reflect.deleteProperty(Element.prototype, "checkVisibility");
});

let app: MockApp;
let world: OrdersMock;
let browser: TestBrowser;
let session: Session;

beforeEach(() => {
  app = createMockApp({ password: demoPassword });
  world = createOrdersMock(app);
  msw.use(...app.handlers(createAdminOrdersMock(world), world));
  browser = openBrowser();
  session = browser.openTab();
});

afterEach(() => {
  cleanup();
  browser.close();
  world.close();
  msw.resetHandlers();
});

/** Opens the demo at an address, signed in as `email` or as nobody. */
async function open(path: string, email?: string, tap?: StreamTap) {
  history.replaceState(null, "", path);
  if (email) await session.signIn(email, demoPassword);
  else await session.check();
  render(
    <StrictMode>
      <SessionContext value={session}>
        <App {...(tap && { tap })} />
      </SessionContext>
    </StrictMode>,
  );
}

const title = (name: string) => screen.findByRole("heading", { level: 1, name });
const { ada, admin } = sampleUsers;

test("a stranger is sent to sign in, and back to the page they asked for", async () => {
  await open("/admin");
  await title("Sign in");
  expect(location.pathname + location.search).toBe("/sign-in?next=%2Fadmin");
  fireEvent.click(screen.getByRole("button", { name: /^Admin/ }));
  const heading = await title("All orders");
  expect(document.activeElement).toBe(heading);
  expect(document.title).toBe("All orders · Tidings");
  expect(location.pathname).toBe("/admin");
});

test("a wrong password is told beside the form, and both fields are marked", async () => {
  await open("/sign-in");
  fireEvent.change(await screen.findByLabelText("Email"), { target: { value: ada.email } });
  fireEvent.change(screen.getByLabelText("Password"), { target: { value: "wrong" } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect((await screen.findByText(/Email or password is wrong/)).closest("[role=alert]")).not.toBeNull();
  expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true");
});

test("a session that expires in use leads to the sign-in with a word about it, and back", async () => {
  await open("/", ada.email);
  await screen.findByRole("heading", { name: "ORD-A7X3B2" });
  app.expireSessions();
  await screen.findByText(/Your session has expired/);
  fireEvent.click(screen.getByRole("button", { name: /^Ada/ }));
  await screen.findByRole("heading", { name: "ORD-A7X3B2" });
  expect(location.pathname).toBe("/");
});

test("signing out is not told as an expiry", async () => {
  await open("/", ada.email);
  fireEvent.click(await screen.findByRole("button", { name: "Sign out" }));
  await title("Sign in");
  expect(screen.queryByText(/has expired/)).toBeNull();
});

test("all orders are for admins: others see why not, and no link to it", async () => {
  await open("/admin", ada.email);
  await title("For admins only");
  expect(screen.queryByRole("link", { name: "All orders" })).toBeNull();
});

test("an admin finds both pages in the navigation, the one on view marked", async () => {
  await open("/", admin.email);
  const link = await screen.findByRole("link", { name: "All orders" });
  expect(screen.getByRole("link", { name: "My orders" }).getAttribute("aria-current")).toBe("page");
  fireEvent.click(link);
  await title("All orders");
  expect(link.getAttribute("aria-current")).toBe("page");
  await screen.findByRole("heading", { name: "ORD-G6R2N8" });
});

test("an address that leads nowhere says so to anyone", async () => {
  await open("/nowhere");
  await title("Return to sender");
});

test("a server that does not answer is no reason to sign out", async () => {
  world.server.goOffline();
  await open("/");
  await title("The server does not answer");
  world.server.goOnline();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await title("Sign in");
});

test("001 an admin sees a new order at once, and moves it on", async () => {
  await open("/admin", admin.email);
  await screen.findByText("Live");
  const [order] = sampleOrders;
  const placed = world.orders.place(ada.id, order);
  const card = within(await screen.findByRole("article", { name: placed.order_code }));
  fireEvent.change(card.getByLabelText(`Status of ${placed.order_code}`), { target: { value: "Delivered" } });
  await waitFor(() => expect(screen.queryByRole("article", { name: placed.order_code })).toBeNull());
  expect(world.orders.get(placed.id)?.order_status).toBe("Delivered");
});

test("001 where streams cannot be had the page says that it polls, and a failed change says why", async () => {
  await open("/admin", admin.email);
  const picker = await screen.findByLabelText("Status of ORD-G6R2N8");
  world.server.refuse(404);
  await screen.findByText(/^Polling: live updates are unavailable/);
  fireEvent.change(picker, { target: { value: "Delivered" } });
  await screen.findByText(/ORD-G6R2N8 was not set to Delivered/);
});

test("the raw stream shows beside the page, stays shown on the next visit, and goes at a press", async () => {
  const tap = createStreamTap();
  browser = openBrowser(tap.fetch);
  session = browser.openTab();
  await open("/", ada.email, tap);
  const press = async () => fireEvent.click(await screen.findByRole("button", { name: "Raw stream" }));
  expect(screen.queryByRole("region", { name: "Raw stream" })).toBeNull();
  await press();
  const panel = await screen.findByRole("region", { name: "Raw stream" });
  // From its first byte, though nobody was looking then.
  await within(panel).findByText(/SSE connected/);
  cleanup();
  await open("/", undefined, tap);
  await screen.findByRole("region", { name: "Raw stream" });
  expect(screen.getByRole("button", { name: "Raw stream" }).getAttribute("aria-pressed")).toBe("true");
  await press();
  expect(screen.queryByRole("region", { name: "Raw stream" })).toBeNull();
  expect(localStorage).toHaveLength(0);
});

test("a paused raw stream forgets one user before the next one comes", async () => {
  const tap = createStreamTap();
  browser = openBrowser(tap.fetch);
  session = browser.openTab();
  forgetBetweenUsers(session, tap);
  await open("/", ada.email, tap);
  fireEvent.click(await screen.findByRole("button", { name: "Raw stream" }));
  const panel = await screen.findByRole("region", { name: "Raw stream" });
  await within(panel).findByText(/SSE connected/);
  fireEvent.click(within(panel).getByRole("button", { name: "Pause" }));
  // As a sign-in in another tab does: nobody has signed out of this one.
  await session.signIn(admin.email, demoPassword);
  await waitFor(() => expect(screen.getByRole("button", { name: "Pause" }).getAttribute("aria-pressed")).toBe("false"));
  await waitFor(() => expect(tap.getSnapshot()).toMatchObject([{ state: "closed", blocks: [] }, { id: 2 }]));
  fireEvent.click(screen.getByRole("button", { name: "Raw stream" }));
});

test("without a tap there is nothing to switch", async () => {
  await open("/", ada.email);
  await title("My orders");
  expect(screen.queryByRole("button", { name: "Raw stream" })).toBeNull();
});

/** Puts one of the first dish of the card into the basket and sends it off. */
async function placeOne() {
  const card = await screen.findByRole("form", { name: "Today's menu" });
  if (!within(card).queryByRole("button", { name: /^Place order.*\d/ })) {
    fireEvent.click(within(card).getAllByRole("button", { name: /^(Add|One more) / })[0] as HTMLElement);
  }
  fireEvent.click(within(card).getByRole("button", { name: /^Place order/ }));
}

test("C36.3: the answer to an order gets lost: the page does not say that it was not placed, and places it once", async () => {
  await open("/", ada.email);
  await title("My orders");
  const before = world.orders.list(ada.id).length;
  world.server.loseAnswers();
  await placeOne();
  await screen.findByText(/could not reach the server, so we do not know whether your order was placed\. Try again/);
  expect(screen.queryByText(/not placed/)).toBeNull();
  expect(world.orders.list(ada.id)).toHaveLength(before + 1);
  fireEvent.click(screen.getByRole("button", { name: /^Place order/ }));
  await screen.findByRole("button", { name: "Place order" });
  expect(screen.queryByText(/we do not know/)).toBeNull();
  expect(world.orders.list(ada.id)).toHaveLength(before + 1);
  await placeOne();
  await waitFor(() => expect(world.orders.list(ada.id)).toHaveLength(before + 2));
});

test("C36.4: what is in doubt is still there after a reload, and another choice is another order", async () => {
  await open("/", ada.email);
  await title("My orders");
  const before = world.orders.list(ada.id).length;
  world.server.loseAnswers();
  await placeOne();
  await screen.findByText(/we do not know/);
  cleanup();
  await open("/", ada.email);
  await screen.findByText(/The answer to your last try has not reached this page, so we do not know/);
  fireEvent.click(screen.getAllByRole("button", { name: /^(Add|One more) / })[0] as HTMLElement);
  await screen.findByText(/We still do not know whether your order was placed at the first try/);
  fireEvent.click(screen.getByRole("button", { name: /^Place order/ }));
  await waitFor(() => expect(world.orders.list(ada.id)).toHaveLength(before + 2));
});

test("C36.2: an order that is refused was not placed, and the page says so", async () => {
  await open("/", ada.email);
  await title("My orders");
  world.server.refuse(429);
  await placeOne();
  await screen.findByText(/^Your order was not placed: /);
});
