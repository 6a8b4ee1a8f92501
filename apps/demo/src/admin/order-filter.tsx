import type { Order } from "@tidings/contracts/orders";
import { nextOrderStatus } from "@tidings/react-sse/components";
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

interface OrderFilterSwitchProps {
  readonly orders: readonly Order[];
  readonly current: OrderFilter;
  onChange(filter: OrderFilter): void;
}

/** Open, finished, all; each with how many there are. */
export function OrderFilterSwitch({ orders, current, onChange }: OrderFilterSwitchProps): ReactNode {
  return (
    <fieldset className="tidings-segments demo-filter">
      <legend className="tidings-visually-hidden">Show</legend>
      {labels.map(([filter, label]) => (
        <label key={filter}>
          <input type="radio" name="filter" checked={filter === current} onChange={() => onChange(filter)} />
          <span>{label}</span> <span className="demo-count">{orders.filter(orderFilters[filter]).length}</span>
        </label>
      ))}
    </fieldset>
  );
}
