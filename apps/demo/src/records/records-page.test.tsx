// @vitest-environment jsdom

import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { sampleUsers } from "@tidings/contracts/auth";
import { recordsStream, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import { createMockApp } from "@tidings/mocks/auth";
import { createOrdersMock } from "@tidings/mocks/orders";
import { createRecordsMock, type RecordsMock } from "@tidings/mocks/records";
import { createNumbers } from "@tidings/react-sse/components";
import { setupServer } from "msw/node";
import { StrictMode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { RequireSession } from "../layout/require-session.tsx";
import type { Session } from "../session/session.ts";
import { SessionContext } from "../session/session-context.ts";
import { demoPassword } from "../sign-in/demo-accounts.ts";
import { openBrowser } from "../testing/browser.ts";
import { RecordsPage } from "./records-page.tsx";

const msw = setupServer();
beforeAll(() => msw.listen());
afterAll(() => msw.close());

let world: RecordsMock;
let session: Session;

beforeEach(() => {
  const app = createMockApp({ password: demoPassword });
  world = createRecordsMock(app);
  msw.use(...app.handlers(world, createOrdersMock(app)));
});

afterEach(async () => {
  cleanup();
  // A client that is not closed comes back to the next test's server.
  await session.signOut();
  world.server.close();
  msw.resetHandlers();
});

const { ada, grace, admin } = sampleUsers;

async function open(email: string) {
  session = openBrowser().openTab();
  await session.signIn(email, demoPassword);
  render(
    <StrictMode>
      <SessionContext value={session}>
        <RequireSession access="user">
          <RecordsPage />
        </RequireSession>
      </SessionContext>
    </StrictMode>,
  );
  await screen.findByText("Live");
}

const card = (name: string | RegExp) => screen.findByRole("article", { name });
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

test("004 what changes elsewhere shows on the page: a record, a prescription, a reminder", async () => {
  await open(ada.email);
  expect((await card("Blood test")).textContent).toContain("Private");
  expect((await card("Opening hours in March")).textContent).toContain("By Grace");
  world.store.updateRecord(sampleRecord.id, undefined, { title: "Blood test, again" });
  await card("Blood test, again");
  world.store.setPrescriptionStatus(samplePrescription.id, "ready");
  await within(await card(samplePrescription.medication)).findByText("Ready to collect");
  const soon = new Date(world.server.clock.now() + 60_000).toISOString();
  world.store.createAppointment(ada.id, { title: "Dentist", startsAt: soon });
  await within(await card("Dentist")).findByText("Coming up");
});

test("004 one adds a record and changes it, one's own only; a refusal keeps what was typed", async () => {
  await open(ada.email);
  press("Add record");
  await screen.findByText(/title is required/);
  type("Title", "Allergy test");
  fireEvent.click(screen.getByLabelText("Visible to everyone"));
  press("Add record");
  await screen.findByText("Allergy test was added.");
  expect((await card("Allergy test")).textContent).toContain("Visible to everyone");
  expect(within(await card("Opening hours in March")).queryByRole("button")).toBeNull();
  press("Edit Blood test");
  const title = screen.getByLabelText("Title");
  expect(document.activeElement).toBe(title);
  expect(title).toHaveProperty("value", "Blood test");
  type("Title", "Blood test, again");
  press("Save");
  await card("Blood test, again");
  expect(screen.getByRole("button", { name: "Add record" })).toBeTruthy();
});

test("004 an appointment is made, put off, cancelled, and taken up again", async () => {
  await open(ada.email);
  press("Book appointment");
  await screen.findByText("Choose a date and time.");
  type("Reason", "Dentist");
  type("When", "2126-02-26T09:00");
  press("Book appointment");
  const made = within(await card("Dentist"));
  made.getByText("Reminder 1 hour before");
  fireEvent.click(made.getByRole("button", { name: "Postpone 1 hour: Dentist" }));
  await waitFor(() =>
    expect(world.store.appointments(ada.id).at(-1)?.startsAt).toBe(new Date("2126-02-26T10:00").toISOString()),
  );
  fireEvent.click(made.getByRole("button", { name: "Cancel appointment: Dentist" }));
  await made.findByText("Cancelled");
  fireEvent.click(made.getByRole("button", { name: "Restore: Dentist" }));
  await made.findByText("Reminder 1 hour before");
});

test("004 one listens to chosen events alone, and reads why others are refused", async () => {
  await open(ada.email);
  type("Other names", "record.lost");
  press("Listen");
  await screen.findByText(/There is no event “record.lost”/);
  type("Other names", "admin.audit");
  press("Listen");
  await screen.findByText(/The server refused this \(403\): .*Only admins may hear admin.audit/);
  type("Other names", "backup.finished");
  press("Listen to these instead");
  await waitFor(() => expect(world.server.connectionsOf(recordsStream)).toHaveLength(2));
  world.emit("all", { event: "system.alert", data: alert });
  world.emit("all", { event: "backup.finished", data: { tables: 7 } });
  const log = within(screen.getByRole("log", { name: /Events heard/ }));
  await log.findByText('{"tables":7}');
  expect(log.queryByText("system.alert")).toBeNull();
});

test("004 an admin prescribes, moves anyone's prescription on, tries events out and counts who listens", async () => {
  await open(admin.email);
  fireEvent.change(screen.getByLabelText("For"), { target: { value: grace.id } });
  type("Medication", "Aspirin 100 mg");
  press("Prescribe");
  await screen.findByText("Aspirin 100 mg was prescribed to Grace.");
  const prescribed = within(await card("Aspirin 100 mg"));
  expect((await card("Aspirin 100 mg")).textContent).toContain("For Grace");
  fireEvent.click(prescribed.getByRole("button", { name: /^Mark as approved/ }));
  await prescribed.findByRole("button", { name: /^Mark as ready to collect/ });
  expect(world.store.prescriptions(grace.id)[0]?.status).toBe("approved");

  type("Payload", "{");
  press("Send");
  await screen.findByText("The payload is not JSON.");
  type("Payload", "");
  press("Send");
  await screen.findByText("notification was sent to 1 connection.");
  const counted = within(screen.getByRole("region", { name: "Who is connected" }));
  await counted.findByText(`1 of at most ${createNumbers()(1000)}`);
  counted.getByText("Admin");
});

test("004 who is no admin has none of the admins' tools", async () => {
  await open(ada.email);
  await card("Blood test");
  expect(screen.queryByRole("heading", { name: "For admins" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^Mark as/ })).toBeNull();
});

const alert = { message: "Backup", severity: "info", timestamp: sampleRecord.createdAt } as const;
