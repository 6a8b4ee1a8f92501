import type { EndpointBody } from "@tidings/contracts";
import type { Appointment, updateAppointment } from "@tidings/contracts/records";
import type { ReactNode } from "react";

const HOUR_MS = 60 * 60 * 1000;

interface AppointmentActionsProps {
  readonly appointment: Appointment;
  onChange(appointment: Appointment, change: EndpointBody<typeof updateAppointment>): void;
}

/** Puts an appointment off, cancels it, or takes it up again. */
export function AppointmentActions({ appointment, onChange }: AppointmentActionsProps): ReactNode {
  const { title, startsAt, cancelled } = appointment;
  const later = new Date(Date.parse(startsAt) + HOUR_MS).toISOString();
  return (
    <div className="demo-quiet-acts">
      {!cancelled && (
        <Act words="An hour later" title={title} does={() => onChange(appointment, { startsAt: later })} />
      )}
      <Act
        words={cancelled ? "Take it up again" : "Cancel it"}
        title={title}
        does={() => onChange(appointment, { cancelled: !cancelled })}
      />
    </div>
  );
}

function Act({ words, title, does }: { readonly words: string; readonly title: string; does(): void }): ReactNode {
  return (
    <button type="button" className="tidings-button" data-variant="quiet" data-size="small" onClick={does}>
      {words}
      <span className="tidings-visually-hidden">: {title}</span>
    </button>
  );
}
