import { cleanup, render } from "@testing-library/react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, it } from "vitest";
import { partsIn } from "../../../testing/parts-of.ts";
import { AppointmentReminder } from "./appointment-reminder.tsx";

afterEach(cleanup);

const waiting = { cancelled: false, remindedAt: null, remindMinutes: 60 };
const words = (appointment: typeof waiting) =>
  renderToStaticMarkup(<AppointmentReminder appointment={appointment} />).replace(/<[^>]+>/g, "");

it.each([
  [0, "Reminder at the start"],
  [1, "Reminder 1 minute before"],
  [59, "Reminder 59 minutes before"],
  [60, "Reminder 1 hour before"],
  [90, "Reminder 90 minutes before"],
  [120, "Reminder 2 hours before"],
  [1_440, "Reminder 1 day before"],
  [1_500, "Reminder 25 hours before"],
  [40_320, "Reminder 28 days before"],
])("a reminder %i minutes before is told in the largest unit that fits", (remindMinutes, told) => {
  expect(words({ ...waiting, remindMinutes })).toBe(told);
});

it("a reminder that came is coming up, and a cancelled appointment is cancelled, reminded of or not", () => {
  const reminded = { ...waiting, remindedAt: "2026-02-26T08:00:00.000Z" } as unknown as typeof waiting;
  expect(words(reminded)).toBe("Coming up");
  expect(words({ ...reminded, cancelled: true })).toBe("Cancelled");
  expect(words({ ...waiting, cancelled: true })).toBe("Cancelled");
});

it("each state has a tone, and only one that has just come is animated", () => {
  const { container, rerender } = render(<AppointmentReminder appointment={waiting} title="own" />);
  const parts = (status: string, tone: string, changed = "") =>
    `appointment-reminder status=${status} tone=${tone}; appointment-reminder-face.badge${changed}; icon`;
  expect(partsIn(container)).toBe(parts("waiting", "neutral"));
  rerender(<AppointmentReminder appointment={{ ...waiting, cancelled: true }} title="own" />);
  expect(partsIn(container)).toBe(parts("cancelled", "danger", " changed"));
});
