"use client";

import type { OrderStatus } from "@tidings/contracts/orders";
import type { ComponentProps, ReactNode } from "react";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { orderStatusAppearance } from "../order-status-appearance.ts";

/** Props of {@link OrderStatusBadge}; everything else goes to its `<span>`. */
export interface OrderStatusBadgeProps extends Omit<ComponentProps<"span">, "children"> {
  /** The order's status; one that the contract does not know is shown as it is, in the neutral tone. */
  readonly status: OrderStatus | string;
}

/**
 * An order's status as icon, text and colour together. When the status changes the badge is animated. It is not
 * animated at first, nor for readers who prefer reduced motion.
 *
 * `data-status` is the status, `data-tone` the contract's tone.
 *
 * @example <OrderStatusBadge status={order.order_status} />
 */
export function OrderStatusBadge({ status, ...rest }: OrderStatusBadgeProps): ReactNode {
  const changes = useChangeCount(status);
  const { tone, Icon } = orderStatusAppearance(status);
  return (
    <span data-slot="order-status-badge" data-status={status} data-tone={tone} {...rest}>
      <span key={changes} data-slot="order-status-badge-face" data-changed={changes > 0 ? "" : undefined}>
        <Icon />
        <span>{status}</span>
      </span>
    </span>
  );
}
