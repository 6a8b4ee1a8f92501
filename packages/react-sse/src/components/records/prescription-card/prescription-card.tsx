"use client";

import type { Prescription } from "@tidings/contracts/records";
import { memo, type ReactNode, useId } from "react";
import { named } from "../../../format/text.ts";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { prescriptionStatusAppearance } from "../prescription-status-appearance.ts";
import { PrescriptionStatusBadge } from "./prescription-status-badge.tsx";

/** Props of {@link PrescriptionCard}. Pass a stable `renderActions`: cards are memoised. */
export interface PrescriptionCardProps {
  readonly prescription: Prescription;
  /** Whom it is for, if that is not the reader. */
  readonly patient?: string | undefined;
  /** Controls for it. */
  readonly renderActions?: ((prescription: Prescription) => ReactNode) | undefined;
  /** Level of the heading that names the medication. Default 3. */
  readonly headingLevel?: 2 | 3 | 4 | undefined;
}

/**
 * One prescription: medication, dosage and status. A new status highlights the card for a moment.
 *
 * @example <PrescriptionCard prescription={prescription} />
 */
export const PrescriptionCard = memo(function PrescriptionCard({
  prescription,
  patient,
  renderActions,
  headingLevel = 3,
}: PrescriptionCardProps): ReactNode {
  const titleId = useId();
  const { medication, dosage, status } = prescription;
  const changes = useChangeCount(status);
  const Heading = `h${headingLevel}` as const;
  return (
    <article
      data-slot="prescription-card"
      data-status={status}
      data-tone={prescriptionStatusAppearance(status).tone}
      aria-labelledby={titleId}
    >
      {changes > 0 && <span key={changes} data-slot="record-card-highlight" aria-hidden="true" />}
      <header data-slot="record-card-header">
        <Heading id={titleId} data-slot="record-card-title">
          <bdi>{named(medication, "Unnamed medication")}</bdi>
        </Heading>
        <PrescriptionStatusBadge status={status} />
      </header>
      {(dosage !== "" || patient) && (
        <p className="tidings-meta">
          {patient && (
            <>
              <span>For</span> <bdi>{named(patient, "somebody")}</bdi>
              {dosage !== "" && <span> · </span>}
            </>
          )}
          {dosage !== "" && <bdi>{named(dosage, "No dosage given")}</bdi>}
        </p>
      )}
      {renderActions && <footer data-slot="record-card-footer">{renderActions(prescription)}</footer>}
    </article>
  );
});
