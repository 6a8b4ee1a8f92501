import type { EndpointBody } from "@tidings/contracts";
import type { Appointment, updateAppointment } from "@tidings/contracts/records";
import { machineTime, readInstant } from "@tidings/react-sse/components";
import type { ReactNode } from "react";

const HOUR_MS = 60 * 60 * 1000;

interface AppointmentActionsProps {
  readonly appointment: Appointment;
  onChange(appointment: Appointment, change: EndpointBody<typeof updateAppointment>): void;
}

/** Puts an appointment off, cancels it, or takes it up again. */
export function AppointmentActions({ appointment, onChange }: AppointmentActionsProps): ReactNode {
  const { title, startsAt, cancelled } = appointment;
  // A time that is none cannot be put off, nor can the last one that the calendar holds.
  const begins = readInstant(startsAt);
  const later = begins === undefined ? undefined : machineTime(begins + HOUR_MS);
  return (
    <div className="demo-quiet-acts">
      {!cancelled && later !== undefined && (
        <Act words="Postpone 1 hour" title={title} does={() => onChange(appointment, { startsAt: later })} />
      )}
      <Act
        words={cancelled ? "Restore" : "Cancel appointment"}
        title={title}
        does={() => onChange(appointment, { cancelled: !cancelled })}
      />
    </div>
  );
}

function Act({ words, title, does }: { readonly words: string; readonly title: string; does(): void }): ReactNode {
  return (
    <button type="button" className="tidings-button" data-variant="quiet" data-size="small" onClick={does}>
      <span>{words}</span>
      <span className="tidings-visually-hidden">{`: ${title}`}</span>
    </button>
  );
}
