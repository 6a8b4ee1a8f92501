import { nextOrderStatus as nextKnownStatus, type OrderStatus, orderStatuses } from "@tidings/contracts/orders";

/** One step of an order's progress. */
export interface ProgressStep {
  readonly status: string;
  readonly state: "done" | "current" | "upcoming";
}

const steps: readonly OrderStatus[] = orderStatuses.filter((status) => status !== "Cancelled");

/** The contract's own status behind a text that may come from a newer server; undefined where there is none. */
export function asOrderStatus(status: string): OrderStatus | undefined {
  return orderStatuses.find((known) => known === status);
}

/** How far on the way `status` is; -1 where it is not on it. */
function placeOf(status: string): number {
  const known = asOrderStatus(status);
  return known ? steps.indexOf(known) : -1;
}

/** The whole way of an order as seen from `status`; a cancelled or unknown one ends right after the start. */
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

/** The status that follows, for whoever moves orders on; undefined at an end and for an unknown one. */
export function nextOrderStatus(status: string): OrderStatus | undefined {
  const known = asOrderStatus(status);
  return known && nextKnownStatus(known);
}
