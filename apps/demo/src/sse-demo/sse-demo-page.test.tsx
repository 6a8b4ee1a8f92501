// @vitest-environment jsdom

import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { sampleUsers } from "@tidings/contracts/auth";
import { createMockApp } from "@tidings/mocks/auth";
import { createNotificationsMock, type NotificationsMock } from "@tidings/mocks/notifications";
import { createOrdersMock } from "@tidings/mocks/orders";
import { setupServer } from "msw/node";
import { StrictMode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { App } from "../app.tsx";
import { SessionContext } from "../session/session-context.ts";
import { demoPassword } from "../sign-in/demo-accounts.ts";
import { openBrowser } from "../testing/browser.ts";

const msw = setupServer();
beforeAll(() => msw.listen());
afterAll(() => msw.close());

let world: NotificationsMock;

beforeEach(() => {
  const app = createMockApp({ password: demoPassword });
  world = createNotificationsMock(app);
  msw.use(...app.handlers(world, createOrdersMock(app)));
});
afterEach(() => {
  cleanup();
  world.close();
  msw.resetHandlers();
});

/** Opens the page, signed in, and waits until it is connected. */
async function open({ email }: { readonly email: string }) {
  history.replaceState(null, "", "/sse-demo");
  const session = openBrowser().openTab();
  await session.signIn(email, demoPassword);
  render(
    <StrictMode>
      <SessionContext value={session}>
        <App />
      </SessionContext>
    </StrictMode>,
  );
  await screen.findByText("Live");
  await log().findByText("connected");
}

const log = () => within(screen.getByRole("region", { name: "Messages" }));
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const send = () => fireEvent.click(screen.getByRole("button", { name: "Send" }));
const { ada, admin } = sampleUsers;

test("what is sent is seen, with its payload and how many heard it", async () => {
  await open(admin);
  type("Type", "progress");
  type("Message", "Processing...");
  type("Data, as JSON", '{ "operationId": "upload_789", "progress": 75 }');
  send();
  await screen.findByText("Sent to 1 connection.");
  await log().findByText('{"operationId":"upload_789","progress":75,"message":"Processing..."}');
});

test("data that is no JSON object is refused before anything is sent", async () => {
  await open(ada);
  type("Data, as JSON", "[1]");
  send();
  await screen.findByText("Data must be a JSON object, or left empty.");
  expect(world.stats().totalEventsSent).toBe(0);
});

test("what the server refuses is told in its words", async () => {
  await open(ada);
  type("User id", admin.id);
  send();
  await screen.findByText(/Not sent: Not authorized for this resource/);
});

test("statistics are the admin's", async () => {
  await open(admin);
  const row = await screen.findByRole("row", { name: "Of Admin 1" });
  expect(row).toBeDefined();
  cleanup();
  await open(ada);
  await screen.findByText(/only admins can see them/);
});

test("disconnecting lets go of the stream, connecting takes it up again", async () => {
  await open(ada);
  fireEvent.click(screen.getByRole("button", { name: "Disconnect" }));
  await screen.findByText("Not connected");
  fireEvent.click(screen.getByRole("button", { name: "Connect" }));
  await screen.findByText("Live");
});
