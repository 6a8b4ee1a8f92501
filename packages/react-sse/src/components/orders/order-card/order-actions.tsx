"use client";

import { isCancellable, type Order, type OrderStatus } from "@tidings/contracts/orders";
import { type ReactNode, type RefObject, useRef } from "react";
import { useBrowserLayoutEffect } from "../../shared/use-browser-layout-effect.ts";
import { nextOrderStatus } from "../order-progress.ts";
import { CancelOrder } from "./cancel-order.tsx";

interface OrderActionsProps {
  readonly order: Order;
  /** Undefined for a status that the contract does not know. Then there are no actions. */
  readonly status: OrderStatus | undefined;
  /** Where focus goes when the control that has it disappears. */
  readonly card: RefObject<HTMLElement | null>;
  readonly onCancel: ((order: Order) => void) | undefined;
  readonly cancelling: boolean;
  readonly onAdvance: ((order: Order, status: OrderStatus) => void) | undefined;
  readonly advancing: boolean;
  readonly extra: ReactNode;
}

/** The actions that an order allows now. The cancel button follows brief 000's table: only while `Order Received`. */
export function OrderActions({ order, status, card, onCancel, cancelling, ...rest }: OrderActionsProps): ReactNode {
  const { onAdvance, advancing, extra } = rest;
  const next = status && nextOrderStatus(status);
  const cancellable = status !== undefined && isCancellable(status);
  if (!extra && !(onAdvance && next) && !(onCancel && cancellable)) return null;
  return (
    <div data-slot="order-actions">
      {extra}
      {onCancel && cancellable && (
        <KeepFocus card={card}>
          <CancelOrder code={order.order_code} pending={cancelling} onCancel={() => onCancel(order)} />
        </KeepFocus>
      )}
      {onAdvance && next && (
        <KeepFocus card={card}>
          <button
            type="button"
            className="tidings-button"
            data-variant="primary"
            data-size="small"
            aria-disabled={advancing}
            onClick={() => {
              if (!advancing) onAdvance(order, next);
            }}
          >
            <span>{advancing ? "Saving…" : `Mark as ${next}`}</span>{" "}
            <span className="tidings-visually-hidden">{order.order_code}</span>
          </button>
        </KeepFocus>
      )}
    </div>
  );
}

/**
 * Moves focus to the card before its children leave the page, because an event may remove the button that has the
 * focus.
 */
function KeepFocus({
  card,
  children,
}: {
  readonly card: OrderActionsProps["card"];
  readonly children: ReactNode;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useBrowserLayoutEffect(() => {
    const node = place.current;
    return () => {
      if (node?.contains(node.ownerDocument.activeElement)) card.current?.focus({ preventScroll: true });
    };
  }, [card]);
  return (
    <div ref={place} data-slot="order-action">
      {children}
    </div>
  );
}
