import { type Prescription, type PrescriptionStatus, prescriptionStatuses } from "@tidings/contracts/records";
import { nextPrescriptionStatus, prescriptionStatusAppearance } from "@tidings/react-sse/components";
import type { ReactNode } from "react";
import { customerName } from "../admin-orders/customer.ts";

interface PrescriptionActionsProps {
  readonly prescription: Prescription;
  onMove(prescription: Prescription, status: PrescriptionStatus): void;
}

/** For admins: the next status at a press, any other from a list. */
export function PrescriptionActions({ prescription, onMove }: PrescriptionActionsProps): ReactNode {
  const { medication, status, userId } = prescription;
  const which = `${medication} for ${customerName(userId)}`;
  const next = nextPrescriptionStatus(status);
  return (
    <div className="tidings-cluster">
      <label>
        <span className="tidings-visually-hidden">{`Status of ${which}`}</span>
        <select
          className="tidings-input"
          data-size="small"
          value={status}
          onChange={(event) => {
            const to = prescriptionStatuses.find((known) => known === event.currentTarget.value);
            if (to && to !== status) onMove(prescription, to);
          }}
        >
          {prescriptionStatuses.map((known) => (
            <option key={known} value={known}>
              {prescriptionStatusAppearance(known).words}
            </option>
          ))}
        </select>
      </label>
      {next && (
        <button
          type="button"
          className="tidings-button"
          data-variant="primary"
          data-size="small"
          onClick={() => onMove(prescription, next)}
        >
          <span>{`Mark as ${prescriptionStatusAppearance(next).words.toLowerCase()}`}</span>
          <span className="tidings-visually-hidden">{`: ${which}`}</span>
        </button>
      )}
    </div>
  );
}
