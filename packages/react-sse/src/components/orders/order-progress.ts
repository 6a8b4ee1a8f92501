import { nextOrderStatus as nextKnownStatus, type OrderStatus, orderStatuses } from "@tidings/contracts/orders";

/** One step of an order's progress. */
export interface ProgressStep {
  readonly status: string;
  readonly state: "done" | "current" | "upcoming";
}

const steps: readonly OrderStatus[] = orderStatuses.filter((status) => status !== "Cancelled");

/** The contract's status for a text; undefined if the contract does not know it, because the server may be newer. */
export function asOrderStatus(status: string): OrderStatus | undefined {
  return orderStatuses.find((known) => known === status);
}

/** The index of the step of `status`; -1 if it is not one of the steps. */
function placeOf(status: string): number {
  const known = asOrderStatus(status);
  return known ? steps.indexOf(known) : -1;
}

/** All steps of an order, seen from `status`. A cancelled or unknown status is the last step, right after the first. */
export function orderProgress(status: string): readonly ProgressStep[] {
  const here = placeOf(status);
  if (here === -1) {
    return [
      { status: steps[0] ?? "", state: "done" },
      { status, state: "current" },
    ];
  }
  return steps.map((step, place) => ({
    status: step,
    state: place < here ? "done" : place === here ? "current" : "upcoming",
  }));
}

/** The status that follows, for admins; undefined for a final or unknown status. */
export function nextOrderStatus(status: string): OrderStatus | undefined {
  const known = asOrderStatus(status);
  return known && nextKnownStatus(known);
}
