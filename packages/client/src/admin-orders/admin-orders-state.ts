import { countOf, finishedStatuses, type OrderCounts, openStatuses } from "@tidings/contracts/admin-orders";
import type { AdminOrders } from "./reduce-admin-orders.ts";

/** Orders are loaded in two groups: those that somebody has to do something about, and those at their end. */
export type AdminOrderGroup = "open" | "finished";

/** The statuses of each group. */
export const statusesOf = { open: openStatuses, finished: finishedStatuses } as const;

/** The groups in the order in which they are loaded. */
export const orderGroups = ["open", "finished"] as const satisfies AdminOrderGroup[];

/** Everyone's orders, as far back as they were loaded. */
export interface AdminOrdersState {
  /** Newest first. */
  readonly orders: AdminOrders;
  /** How many there are of each status, loaded or not. */
  readonly counts: OrderCounts;
  /** Whether there are older ones of each group that are not loaded. */
  readonly hasOlder: Readonly<Record<AdminOrderGroup, boolean>>;
}

/** The group of an order. */
export function groupOf({ status }: Pick<AdminOrders[number], "status">): AdminOrderGroup {
  return statusesOf.finished.some((one) => one === status) ? "finished" : "open";
}

/** How many orders of a group there are. */
export function groupCount(counts: OrderCounts, group: AdminOrderGroup): number {
  return countOf(counts, statusesOf[group]);
}

/** The state with counts as the server just told them; older ones change nothing (D26.4). */
export function mergeCounts(state: AdminOrdersState, counts: OrderCounts): AdminOrdersState {
  return counts.revision > state.counts.revision ? { ...state, counts } : state;
}
