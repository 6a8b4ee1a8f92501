import * as z from "zod/mini";
import { wholeNumber } from "../definition/whole-number.ts";
import type { AdminOrderStatus } from "./admin-order.ts";

/** How many orders there are in each status, counted over all stored orders of all users. */
export const orderCounts = z.object({
  PENDING: wholeNumber(),
  CONFIRMED: wholeNumber(),
  OUT_FOR_DELIVERY: wholeNumber(),
  DELIVERED: wholeNumber(),
  CANCELLED: wholeNumber(),
  /** Grows by one with every change of the counts; readers ignore counts with an older one (D6.1, D6.2). */
  revision: wholeNumber(),
});
/** {@link orderCounts} as a type. */
export type OrderCounts = z.output<typeof orderCounts>;

/** The statuses of orders that somebody still has to work on. All other statuses are finished ones. */
export const openStatuses = ["PENDING", "CONFIRMED", "OUT_FOR_DELIVERY"] as const satisfies AdminOrderStatus[];
/** The statuses in which an order ends. */
export const finishedStatuses = ["DELIVERED", "CANCELLED"] as const satisfies AdminOrderStatus[];

/** How many orders there are in some statuses together. */
export function countOf(counts: OrderCounts, statuses: readonly AdminOrderStatus[]): number {
  return statuses.reduce((sum, status) => sum + counts[status], 0);
}

/** Counts for documents and mocks. */
export const sampleOrderCounts: OrderCounts = {
  PENDING: 1,
  CONFIRMED: 1,
  OUT_FOR_DELIVERY: 1,
  DELIVERED: 1,
  CANCELLED: 0,
  revision: 7,
};
