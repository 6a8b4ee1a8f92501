import * as z from "zod/mini";
import { annotate } from "../definition/annotate.ts";
import { type AdminOrderStatus, adminOrderStatus, adminOrderStatuses } from "./admin-order.ts";

/** `status=PENDING,CONFIRMED`: one status or several, separated by commas. */
export const statusFilter = z.string().check(
  annotate({ description: `Some of ${adminOrderStatuses.join(", ")}, separated by commas. Default: all of them` }),
  z.refine((text) => areStatuses(statusesOf(text)), {
    error: `status must list some of ${adminOrderStatuses.join(", ")}, separated by commas`,
  }),
);

/** The statuses that a filter names, in the order of the contract. Without a filter, all of them. */
export function filteredStatuses(filter: string | undefined): readonly AdminOrderStatus[] {
  if (filter === undefined) return adminOrderStatuses;
  const named = new Set(statusesOf(filter));
  return adminOrderStatuses.filter((status) => named.has(status));
}

function statusesOf(filter: string): readonly string[] {
  return filter
    .split(",")
    .map((status) => status.trim())
    .filter((status) => status !== "");
}

function areStatuses(named: readonly string[]): boolean {
  return named.length > 0 && named.every((status) => adminOrderStatus.safeParse(status).success);
}
