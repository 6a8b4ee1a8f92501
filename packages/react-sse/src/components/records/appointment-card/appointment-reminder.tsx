"use client";

import type { Tone } from "@tidings/contracts";
import type { Appointment } from "@tidings/contracts/records";
import type { ComponentProps, ReactNode } from "react";
import { inFigures } from "../../../format/numbers.ts";
import { CancelledIcon, type Icon } from "../../shared/icons.tsx";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { AppointmentIcon, ReminderIcon } from "../records-icons.tsx";

/** The state of an appointment's reminder: still to come, sent, or cancelled. */
export type ReminderStatus = "waiting" | "reminded" | "cancelled";

/** Props of {@link AppointmentReminder}; everything else goes to its `<span>`. */
export interface AppointmentReminderProps extends Omit<ComponentProps<"span">, "children"> {
  readonly appointment: Pick<Appointment, "cancelled" | "remindedAt" | "remindMinutes">;
}

const looks: Readonly<Record<ReminderStatus, { readonly tone: Tone; readonly Icon: Icon }>> = {
  waiting: { tone: "neutral", Icon: AppointmentIcon },
  reminded: { tone: "warning", Icon: ReminderIcon },
  cancelled: { tone: "danger", Icon: CancelledIcon },
};

/** The state of an appointment's reminder. */
export function reminderStatus({ cancelled, remindedAt }: AppointmentReminderProps["appointment"]): ReminderStatus {
  if (cancelled) return "cancelled";
  return remindedAt === null ? "waiting" : "reminded";
}

/**
 * An appointment's reminder as icon, text and colour together. It is animated when the reminder comes.
 *
 * @example <AppointmentReminder appointment={appointment} />
 */
export function AppointmentReminder({ appointment, ...rest }: AppointmentReminderProps): ReactNode {
  const status = reminderStatus(appointment);
  const changes = useChangeCount(status);
  const { tone, Icon } = looks[status];
  return (
    <span data-slot="appointment-reminder" data-status={status} data-tone={tone} {...rest}>
      <span
        key={changes}
        className="tidings-badge"
        data-slot="appointment-reminder-face"
        data-changed={changes > 0 ? "" : undefined}
      >
        <Icon />
        <span>{words(status, appointment.remindMinutes)}</span>
      </span>
    </span>
  );
}

function words(status: ReminderStatus, minutes: number): string {
  if (status === "cancelled") return "Cancelled";
  if (status === "reminded") return "Coming up";
  return minutes === 0 ? "Reminder at the start" : `Reminder ${span(minutes)} before`;
}

function span(minutes: number): string {
  const count = (number: number, unit: string) => `${inFigures(number)} ${unit}${number === 1 ? "" : "s"}`;
  if (minutes % 1440 === 0) return count(minutes / 1440, "day");
  if (minutes % 60 === 0) return count(minutes / 60, "hour");
  return count(minutes, "minute");
}
