import type { Tone } from "@tidings/contracts";
import { type PrescriptionStatus, prescriptionStatuses, prescriptionStatusTone } from "@tidings/contracts/records";
import { CancelledIcon, type Icon, TickIcon, UnknownIcon } from "../shared/icons.tsx";
import { ApprovedIcon, PendingIcon, ReadyIcon } from "./records-icons.tsx";

/** A prescription's status for people. */
export interface PrescriptionStatusAppearance {
  readonly tone: Tone;
  readonly Icon: Icon;
  readonly words: string;
}

const looks: Readonly<Record<PrescriptionStatus, Omit<PrescriptionStatusAppearance, "tone">>> = {
  pending: { Icon: PendingIcon, words: "Pending" },
  approved: { Icon: ApprovedIcon, words: "Approved" },
  ready: { Icon: ReadyIcon, words: "Ready to collect" },
  collected: { Icon: TickIcon, words: "Collected" },
  cancelled: { Icon: CancelledIcon, words: "Cancelled" },
};

/** The contract's tone, this kit's icon and words of a status; one that is not in the contract is shown as it is. */
export function prescriptionStatusAppearance(status: string): PrescriptionStatusAppearance {
  const known = prescriptionStatuses.find((one) => one === status);
  return known
    ? { tone: prescriptionStatusTone[known], ...looks[known] }
    : { tone: "neutral", Icon: UnknownIcon, words: status };
}

/** The status that follows; undefined for a final status. */
export function nextPrescriptionStatus(status: PrescriptionStatus): PrescriptionStatus | undefined {
  const next = prescriptionStatuses[prescriptionStatuses.indexOf(status) + 1];
  return next === "cancelled" ? undefined : next;
}
