import { type Order, type OrderStatus, orderStatuses } from "@tidings/contracts/orders";
import type { ReactNode } from "react";

interface StatusPickerProps {
  readonly order: Order;
  readonly pending: boolean;
  onPick(order: Order, status: OrderStatus): void;
}

/** Sets an order to any status, also back or to its end; the next one has its own button. */
export function StatusPicker({ order, pending, onPick }: StatusPickerProps): ReactNode {
  return (
    <label className="demo-picker">
      <span className="tidings-visually-hidden">{`Status of ${order.order_code}`}</span>
      <select
        className="tidings-input"
        data-size="small"
        value={order.order_status}
        disabled={pending}
        onChange={(event) => {
          const status = orderStatuses.find((known) => known === event.currentTarget.value);
          if (status && status !== order.order_status) onPick(order, status);
        }}
      >
        {orderStatuses.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </select>
    </label>
  );
}
