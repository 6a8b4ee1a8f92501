import type { CreateOptions } from "@tidings/client";
import type { EndpointBody } from "@tidings/contracts";
import type { Appointment, createAppointment } from "@tidings/contracts/records";
import type { ReactNode } from "react";
import { Field } from "./field.tsx";
import { SubmitForm, textOf } from "./submit-form.tsx";

const reminders: readonly (readonly [minutes: number, words: string])[] = [
  [0, "At the start"],
  [10, "10 minutes before"],
  [60, "1 hour before"],
  [1440, "1 day before"],
];

/** Makes an appointment. */
export function AppointmentForm({
  onSave,
}: {
  onSave(body: EndpointBody<typeof createAppointment>, options: CreateOptions): Promise<Appointment>;
}): ReactNode {
  return (
    <SubmitForm
      title="New appointment"
      submit="Book appointment"
      created={{ thing: "the appointment", done: "made" }}
      onSubmit={async (fields, options) => {
        const time = Date.parse(textOf(fields, "startsAt"));
        if (Number.isNaN(time)) throw new Error("Choose a date and time.");
        const { title } = await onSave(
          {
            title: textOf(fields, "title"),
            location: textOf(fields, "location"),
            startsAt: new Date(time).toISOString(),
            remindMinutes: Number(textOf(fields, "remindMinutes")),
          },
          options,
        );
        return `${title} was booked.`;
      }}
    >
      <Field label="Reason">{(control) => <input {...control} className="tidings-input" name="title" />}</Field>
      <Field label="Where">{(control) => <input {...control} className="tidings-input" name="location" />}</Field>
      <Field label="When">
        {(control) => <input {...control} className="tidings-input" type="datetime-local" name="startsAt" />}
      </Field>
      <Field label="Reminder">
        {(control) => (
          <select {...control} className="tidings-input" name="remindMinutes" defaultValue={60}>
            {reminders.map(([minutes, words]) => (
              <option key={minutes} value={minutes}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
    </SubmitForm>
  );
}
