"use client";

import type { Order, OrderItem } from "@tidings/contracts/orders";
import type { ReactNode } from "react";
import type { OrderFormat } from "../../../format/order-format.ts";
import { named } from "../../../format/text.ts";
import { ReaderText } from "../../shared/reader-text.tsx";

/** If there are more items than this, the rest is folded away behind a line that says how many. */
const shown = 4;

/** The items of an order as on a bill, with the total. */
export function OrderItems({ order, format }: { readonly order: Order; readonly format: OrderFormat }): ReactNode {
  // A single further item is shown, because it takes no more space than the line about it.
  const head = order.items.length > shown + 1 ? order.items.slice(0, shown) : order.items;
  const rest = order.items.slice(head.length);
  return (
    <div data-slot="order-items">
      <Lines items={head} format={format} />
      {rest.length > 0 && (
        <details data-slot="order-items-more">
          <summary>{`and ${rest.length} more items`}</summary>
          <Lines items={rest} format={format} />
        </details>
      )}
      <p data-slot="order-total">
        <span>
          <span>Total</span>{" "}
          <ReaderText data-slot="order-total-count">
            {order.total_qty === 1 ? "1 item" : `${format.count(order.total_qty)} items`}
          </ReaderText>
        </span>
        <ReaderText data-slot="order-amount">{format.amount(order.final_amount)}</ReaderText>
      </p>
    </div>
  );
}

function Lines({ items, format }: { readonly items: readonly OrderItem[]; readonly format: OrderFormat }): ReactNode {
  return (
    <ul data-slot="order-lines">
      {items.map((item, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an order's lines never move, and two may be alike.
        <li key={line}>
          <span data-slot="order-line-name">
            <ReaderText data-slot="order-line-quantity">{`${format.count(item.qty)} ×`}</ReaderText>{" "}
            <bdi>{named(item.name, "Unnamed item")}</bdi>
          </span>
          <span data-slot="order-line-leader" aria-hidden="true" />
          <ReaderText data-slot="order-amount">{format.amount(item.qty * item.unit_price)}</ReaderText>
        </li>
      ))}
    </ul>
  );
}
