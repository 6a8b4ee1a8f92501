import type { CreateOptions } from "@tidings/client";
import type { EndpointBody } from "@tidings/contracts";
import type { createPrescription, Prescription } from "@tidings/contracts/records";
import type { ReactNode } from "react";
import { customerName } from "../admin-orders/customer.ts";
import { demoAccounts } from "../sign-in/demo-accounts.ts";
import { Field } from "./field.tsx";
import { SubmitForm, textOf } from "./submit-form.tsx";

/** For admins: prescribes something to one of the demo's people. */
export function PrescribeForm({
  onPrescribe,
}: {
  onPrescribe(body: EndpointBody<typeof createPrescription>, options: CreateOptions): Promise<Prescription>;
}): ReactNode {
  return (
    <SubmitForm
      title="Prescribe"
      submit="Prescribe"
      created={{ thing: "the prescription", done: "written" }}
      onSubmit={async (fields, options) => {
        const { medication, userId } = await onPrescribe(
          {
            userId: textOf(fields, "userId"),
            medication: textOf(fields, "medication"),
            dosage: textOf(fields, "dosage"),
          },
          options,
        );
        return `${medication} was prescribed to ${customerName(userId)}.`;
      }}
    >
      <Field label="For">
        {(control) => (
          <select {...control} className="tidings-input" name="userId">
            {demoAccounts.map(({ user }) => (
              <option key={user.id} value={user.id}>
                {user.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Medication">
        {(control) => <input {...control} className="tidings-input" name="medication" />}
      </Field>
      <Field label="Dosage">{(control) => <input {...control} className="tidings-input" name="dosage" />}</Field>
    </SubmitForm>
  );
}
