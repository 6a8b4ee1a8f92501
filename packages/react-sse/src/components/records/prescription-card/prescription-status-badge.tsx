"use client";

import type { PrescriptionStatus } from "@tidings/contracts/records";
import type { ComponentProps, ReactNode } from "react";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { prescriptionStatusAppearance } from "../prescription-status-appearance.ts";

/** Props of {@link PrescriptionStatusBadge}; everything else goes to its `<span>`. */
export interface PrescriptionStatusBadgeProps extends Omit<ComponentProps<"span">, "children"> {
  /** One that the contract does not know is shown as it is, in neutral. */
  readonly status: PrescriptionStatus | string;
}

/**
 * A prescription's status as icon, text and colour together. A new status is animated.
 *
 * @example <PrescriptionStatusBadge status={prescription.status} />
 */
export function PrescriptionStatusBadge({ status, ...rest }: PrescriptionStatusBadgeProps): ReactNode {
  const changes = useChangeCount(status);
  const { tone, Icon, words } = prescriptionStatusAppearance(status);
  return (
    <span data-slot="prescription-status-badge" data-status={status} data-tone={tone} {...rest}>
      <span
        key={changes}
        className="tidings-badge"
        data-slot="prescription-status-face"
        data-changed={changes > 0 ? "" : undefined}
      >
        <Icon />
        <span>{words}</span>
      </span>
    </span>
  );
}
