"use client";

import type { Appointment } from "@tidings/contracts/records";
import { memo, type ReactNode, useId } from "react";
import { machineTime } from "../../../format/instant.ts";
import { defaultOrderFormat, type OrderFormat } from "../../../format/order-format.ts";
import { named } from "../../../format/text.ts";
import { ReaderTime } from "../../shared/reader-text.tsx";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { PlaceIcon } from "../records-icons.tsx";
import { AppointmentReminder, reminderStatus } from "./appointment-reminder.tsx";

/** Props of {@link AppointmentCard}. Pass a stable `renderActions`: cards are memoised. */
export interface AppointmentCardProps {
  readonly appointment: Appointment;
  /** Controls for it. */
  readonly renderActions?: ((appointment: Appointment) => ReactNode) | undefined;
  /** How times are written. Default: the reader's locale and time zone. */
  readonly format?: Pick<OrderFormat, "time"> | undefined;
  /** Level of the heading that names the appointment. Default 3. */
  readonly headingLevel?: 2 | 3 | 4 | undefined;
}

/**
 * One appointment: title, time, place and reminder. The card is highlighted when the reminder comes.
 *
 * @example <AppointmentCard appointment={appointment} />
 */
export const AppointmentCard = memo(function AppointmentCard({
  appointment,
  renderActions,
  format = defaultOrderFormat,
  headingLevel = 3,
}: AppointmentCardProps): ReactNode {
  const titleId = useId();
  const status = reminderStatus(appointment);
  const changes = useChangeCount(status);
  const Heading = `h${headingLevel}` as const;
  return (
    <article
      data-slot="appointment-card"
      data-status={status}
      data-tone={status === "reminded" ? "warning" : "neutral"}
      aria-labelledby={titleId}
    >
      {changes > 0 && <span key={changes} data-slot="record-card-highlight" aria-hidden="true" />}
      <header data-slot="record-card-header">
        <Heading id={titleId} data-slot="record-card-title">
          <bdi>{named(appointment.title, "Untitled appointment")}</bdi>
        </Heading>
        <AppointmentReminder appointment={appointment} />
      </header>
      <p data-slot="appointment-card-when">
        <ReaderTime dateTime={machineTime(appointment.startsAt)}>{format.time(appointment.startsAt)}</ReaderTime>
        {appointment.location !== "" && (
          <span data-slot="appointment-card-where">
            <PlaceIcon />
            <bdi>{named(appointment.location, "No location")}</bdi>
          </span>
        )}
      </p>
      {renderActions && <footer data-slot="record-card-footer">{renderActions(appointment)}</footer>}
    </article>
  );
});
