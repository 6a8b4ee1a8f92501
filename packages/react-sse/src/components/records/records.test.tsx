import { cleanup, render, screen } from "@testing-library/react";
import { prescriptionStatuses, sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test } from "vitest";
import { AppointmentCard } from "./appointment-card/appointment-card.tsx";
import { PrescriptionCard } from "./prescription-card/prescription-card.tsx";
import { PrescriptionStatusBadge } from "./prescription-card/prescription-status-badge.tsx";
import { nextPrescriptionStatus } from "./prescription-status-appearance.ts";
import { RecordCard } from "./record-card/record-card.tsx";
import { RecordList } from "./record-list/record-list.tsx";

afterEach(cleanup);

const highlight = (container: HTMLElement) => container.querySelector("[data-slot=record-card-highlight]");

test.each([...prescriptionStatuses, "on hold", "constructor"])("%s shows icon, text and tone together", (status) => {
  const { container } = render(<PrescriptionStatusBadge status={status} title="now" />);
  const badge = screen.getByTitle("now");
  expect(badge.textContent).not.toBe("");
  expect(badge.getAttribute("data-tone")).toMatch(/^(neutral|info|success|danger)$/);
  expect(container.querySelector("svg[aria-hidden=true]")).not.toBeNull();
});

test("a prescription's way leads to its collection, and not from there to its cancellation", () => {
  expect(prescriptionStatuses.map(nextPrescriptionStatus)).toEqual([
    "approved",
    "ready",
    "collected",
    undefined,
    undefined,
  ]);
});

test("what changes lights its card up, and nothing else does", () => {
  const { container, rerender } = render(<RecordCard record={sampleRecord} />);
  rerender(<RecordCard record={{ ...sampleRecord }} />);
  expect(highlight(container)).toBeNull();
  rerender(<RecordCard record={{ ...sampleRecord, revision: 2 }} />);
  expect(highlight(container)).not.toBeNull();
  expect(screen.getByRole("article", { name: "Blood test" }).textContent).toContain("Edited");

  const prescription = render(<PrescriptionCard prescription={samplePrescription} />);
  prescription.rerender(<PrescriptionCard prescription={{ ...samplePrescription, status: "collected" }} />);
  expect(highlight(prescription.container)).not.toBeNull();

  const appointment = render(<AppointmentCard appointment={sampleAppointment} />);
  appointment.rerender(
    <AppointmentCard appointment={{ ...sampleAppointment, remindedAt: "2026-02-26T08:00:00.000Z" }} />,
  );
  expect(highlight(appointment.container)).not.toBeNull();
  expect(screen.getByText("Coming up")).toBeTruthy();
});

test("a list says that it loads, that it is empty, and what went wrong beside what there is", () => {
  const list = (rows: readonly { readonly id: string }[], status: "loading" | "ready" | "error", error?: string) => (
    <RecordList title="Records" rows={rows} status={status} error={error} empty="Nothing yet." onRetry={() => {}}>
      {({ id }) => <p>{id}</p>}
    </RecordList>
  );
  const { rerender } = render(list([], "loading"));
  expect(screen.getByRole("region", { name: "Records" }).getAttribute("aria-busy")).toBe("true");
  expect(screen.getByText("Loading records…")).toBeTruthy();
  rerender(list([], "ready"));
  expect(screen.getByText("Nothing yet.")).toBeTruthy();
  rerender(list([], "error", "No network."));
  expect(screen.getByText("It could not be loaded. No network.")).toBeTruthy();
  rerender(list([{ id: "one" }], "ready", "No network."));
  expect(screen.getByText("one")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Try again: Records" })).toBeTruthy();
});

test("a server renders the cards too", () => {
  expect(renderToString(<AppointmentCard appointment={sampleAppointment} />)).toContain("Reminder 1 hour before");
});
