import type { AdminOrders } from "@tidings/client/admin-orders";
import { toOrderStatus } from "@tidings/contracts/admin-orders";
import {
  defaultOrderFormat as format,
  machineTime,
  named,
  OrderStatusBadge,
  readInstant,
} from "@tidings/react-sse/components";
import type { ReactNode } from "react";

/** The orders, newest first. An order that just came in lights up for a moment. */
export function OrderTable({
  orders,
  openedAt,
}: {
  readonly orders: AdminOrders;
  readonly openedAt: number;
}): ReactNode {
  return (
    // A table wider than a phone scrolls by itself, with the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className="desk-scroll" aria-label="Orders" tabIndex={0}>
      <table className="tidings-table desk-orders">
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Status</th>
            <th scope="col">Items</th>
            <th scope="col">Deliver to</th>
            <th scope="col">Placed</th>
            <th scope="col" data-align="end">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.id} data-new={(readInstant(order.createdAt) ?? 0) > openedAt ? "" : undefined}>
              <th scope="row">
                <span className="tidings-code">{named(order.orderCode, "Order without a code")}</span>
              </th>
              <td>
                <OrderStatusBadge status={toOrderStatus(order.status)} />
              </td>
              <td>
                {order.items.map(({ name, qty }) => `${format.count(qty)} × ${named(name, "unnamed item")}`).join(", ")}
              </td>
              <td className="desk-address">{named(order.deliveryAddress, "No address")}</td>
              <td className="desk-time">
                <time dateTime={machineTime(order.createdAt)}>{format.time(order.createdAt)}</time>
              </td>
              <td data-align="end" className="tidings-amount">
                {format.amount(order.totalAmount)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
