import { groupCount } from "@tidings/client/admin-orders";
import { adminOrderStatuses, countOf, type OrderCounts } from "@tidings/contracts/admin-orders";
import type { Order } from "@tidings/contracts/orders";
import { createNumbers, nextOrderStatus } from "@tidings/react-sse/components";
import type { ReactNode } from "react";

/** Which orders the admin looks at. */
export type OrderFilter = "open" | "finished" | "all";

/** Whether an order belongs to a filter. */
export const orderFilters: Readonly<Record<OrderFilter, (order: Order) => boolean>> = {
  open: (order) => nextOrderStatus(order.order_status) !== undefined,
  finished: (order) => nextOrderStatus(order.order_status) === undefined,
  all: () => true,
};

const labels: readonly (readonly [OrderFilter, string])[] = [
  ["open", "Open"],
  ["finished", "Finished"],
  ["all", "All"],
];

/** How many orders there are of a filter, by the server's count. */
export function countOfFilter(counts: OrderCounts, filter: OrderFilter): number {
  return filter === "all" ? countOf(counts, adminOrderStatuses) : groupCount(counts, filter);
}

interface OrderFilterSwitchProps {
  /** Undefined until they are known. */
  readonly counts: OrderCounts | undefined;
  readonly current: OrderFilter;
  onChange(filter: OrderFilter): void;
}

const inCount = createNumbers();

/** Open, finished, all; each with how many there are, shown or not. */
export function OrderFilterSwitch({ counts, current, onChange }: OrderFilterSwitchProps): ReactNode {
  return (
    <fieldset className="tidings-segments demo-filter">
      <legend className="tidings-visually-hidden">Show</legend>
      {labels.map(([filter, label]) => (
        <label key={filter}>
          <input type="radio" name="filter" checked={filter === current} onChange={() => onChange(filter)} />
          <span>{label}</span>{" "}
          <span className="demo-count">{counts ? inCount(countOfFilter(counts, filter)) : ""}</span>
        </label>
      ))}
    </fieldset>
  );
}
