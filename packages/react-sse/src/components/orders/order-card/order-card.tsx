"use client";

import type { Order, OrderStatus } from "@tidings/contracts/orders";
import { memo, type ReactNode, useId, useRef } from "react";
import { machineTime } from "../../../format/instant.ts";
import { defaultOrderFormat, type OrderFormat } from "../../../format/order-format.ts";
import { named } from "../../../format/text.ts";
import { ReaderTime } from "../../shared/reader-text.tsx";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { asOrderStatus } from "../order-progress.ts";
import { orderStatusAppearance } from "../order-status-appearance.ts";
import { OrderStatusBadge } from "../order-status-badge/order-status-badge.tsx";
import { OrderStatusTrack } from "../order-status-track/order-status-track.tsx";
import { OrderActions } from "./order-actions.tsx";
import { OrderItems } from "./order-items.tsx";

/** What {@link OrderCard} and every card of an `OrderList` share. Pass stable functions: cards are memoised. */
export interface OrderCardOptions {
  /**
   * Called after the reader has confirmed. Without it there is no cancel button; with it, the button is shown only
   * while the contract allows cancelling.
   */
  readonly onCancel?: ((order: Order) => void) | undefined;
  /** For admins: called with the status that follows. Without it there is no such button. */
  readonly onAdvance?: ((order: Order, status: OrderStatus) => void) | undefined;
  /** More controls, before the card's own. */
  readonly renderActions?: ((order: Order) => ReactNode) | undefined;
  /** How amounts and times are written. Default: the reader's locale and time zone, no currency. */
  readonly format?: OrderFormat | undefined;
  /** Level of the heading that names the order. Default 2. */
  readonly headingLevel?: 2 | 3 | 4 | undefined;
}

/** Props of {@link OrderCard}. */
export interface OrderCardProps extends OrderCardOptions {
  readonly order: Order;
  /** Whether a cancellation is being sent. The button then says so and does nothing. */
  readonly cancelling?: boolean | undefined;
  /** Whether a change of status is being sent. */
  readonly advancing?: boolean | undefined;
}

/**
 * One order: code, time, status, items, total, progress and actions. A new status highlights the card for a moment.
 * When a control that has the focus is removed, the focus moves to the card.
 *
 * @example <OrderCard order={order} onCancel={(order) => cancelOrder(order.id)} />
 */
export const OrderCard = memo(function OrderCard({
  order,
  onCancel,
  cancelling = false,
  onAdvance,
  advancing = false,
  renderActions,
  format = defaultOrderFormat,
  headingLevel = 2,
}: OrderCardProps): ReactNode {
  const card = useRef<HTMLElement>(null);
  const titleId = useId();
  const changes = useChangeCount(order.order_status);
  const Heading = `h${headingLevel}` as const;
  return (
    <article
      ref={card}
      data-slot="order-card"
      data-status={order.order_status}
      data-tone={orderStatusAppearance(order.order_status).tone}
      aria-labelledby={titleId}
      tabIndex={-1}
    >
      {changes > 0 && <span key={changes} data-slot="order-card-highlight" aria-hidden="true" />}
      <header data-slot="order-card-header">
        <Heading id={titleId} data-slot="order-card-code">
          <bdi>{named(order.order_code, "Order without a code")}</bdi>
        </Heading>
        <OrderStatusBadge status={order.order_status} />
        <ReaderTime data-slot="order-card-time" dateTime={machineTime(order.created_at)}>
          {format.time(order.created_at)}
        </ReaderTime>
      </header>
      <OrderItems order={order} format={format} />
      <div data-slot="order-card-stub">
        <OrderStatusTrack status={order.order_status} />
        <OrderActions
          order={order}
          status={asOrderStatus(order.order_status)}
          card={card}
          onCancel={onCancel}
          cancelling={cancelling}
          onAdvance={onAdvance}
          advancing={advancing}
          extra={renderActions?.(order)}
        />
      </div>
    </article>
  );
});
