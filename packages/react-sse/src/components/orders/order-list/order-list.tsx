"use client";

import type { OlderState } from "@tidings/client";
import type { Order } from "@tidings/contracts/orders";
import { type ReactNode, useId, useRef } from "react";
import { type Problem, reasonOf } from "../../../format/reason-of.ts";
import { Blank } from "../../shared/blank.tsx";
import { Failed, RetryButton } from "../../shared/failed.tsx";
import { WarningIcon } from "../../shared/icons.tsx";
import { OrderCard, type OrderCardOptions } from "../order-card/order-card.tsx";
import { OlderOrders } from "./older-orders.tsx";
import { OrderListSkeleton } from "./order-list-skeleton.tsx";

/** Props of {@link OrderList}. */
export interface OrderListProps extends OrderCardOptions {
  readonly orders: readonly Order[];
  /** The state of loading. Orders that are already there stay on the page while `loading` and on `error`. */
  readonly status: "loading" | "ready" | "error";
  /** What went wrong, in words for people; shown on `error`, and above older orders whenever there is one. */
  readonly error?: Problem | undefined;
  /** The list's name for screen readers. Default "Orders". */
  readonly label?: string | undefined;
  /** Ids of orders whose cancellation is being sent. */
  readonly cancelling?: readonly string[] | undefined;
  /** Ids of orders whose change of status is being sent. */
  readonly advancing?: readonly string[] | undefined;
  /** Whether there are older orders to load. Default `none`. */
  readonly older?: OlderState | undefined;
  /** Shows a button that asks for them. */
  readonly onLoadOlder?: (() => void) | undefined;
  /** Shows a button that tries again on `error`. */
  readonly onRetry?: (() => void) | undefined;
  /** What to do about an empty list, such as a link to the menu. */
  readonly emptyAction?: ReactNode;
}

const none: readonly string[] = [];

/**
 * A list of orders in every state it can be in: loading, ready, empty, failed, and failed with old orders still there.
 * Cards out of sight cost no layout, so a thousand orders scroll like ten.
 *
 * @example <OrderList orders={orders} status={status} onCancel={(order) => cancelOrder(order.id)} onRetry={reload} />
 */
export function OrderList({
  orders,
  status,
  error,
  label = "Orders",
  cancelling = none,
  advancing = none,
  older = "none",
  onLoadOlder,
  onRetry,
  emptyAction,
  ...card
}: OrderListProps): ReactNode {
  const state = orders.length > 0 ? "filled" : status === "ready" ? "empty" : status;
  const items = useRef<HTMLUListElement>(null);
  return (
    <section
      data-slot="order-list"
      data-status={status}
      data-state={state}
      aria-label={label}
      aria-busy={status === "loading"}
    >
      {state === "loading" && <OrderListSkeleton />}
      {state === "empty" && (
        <Blank
          slot="order-list-empty"
          title="No orders yet"
          text="When you place one, you can follow it here."
          action={emptyAction}
        />
      )}
      {(status === "error" || (state === "filled" && error !== undefined)) && (
        <OrdersFailed error={error} stale={state === "filled"} onRetry={onRetry} />
      )}
      {state === "filled" && (
        <ul ref={items} data-slot="order-list-items">
          {orders.map((order) => (
            <li key={order.id} data-slot="order-list-item">
              <OrderCard
                {...card}
                order={order}
                cancelling={cancelling.includes(order.id)}
                advancing={advancing.includes(order.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {state === "filled" && onLoadOlder && (
        <OlderOrders orders={orders} items={items} state={older} onLoad={onLoadOlder} />
      )}
    </section>
  );
}

interface OrdersFailedProps {
  readonly error: OrderListProps["error"];
  /** Older orders are still on the page. */
  readonly stale: boolean;
  readonly onRetry: (() => void) | undefined;
}

function OrdersFailed({ error, stale, onRetry }: OrdersFailedProps): ReactNode {
  const headingId = useId();
  const message = reasonOf(error);
  if (stale) {
    return (
      <Failed
        slot="order-list-error"
        tone="warning"
        text="These orders may be out of date: they could not be loaded again."
        error={error}
        onRetry={onRetry}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset asks for a form; this is a message.
    <div
      role="group"
      aria-labelledby={headingId}
      className="tidings-blank"
      data-slot="order-list-error"
      data-tone="danger"
    >
      <WarningIcon className="tidings-blank-picture" />
      <p id={headingId} className="tidings-subheading">
        The orders could not be loaded
      </p>
      {message && <p>{message}</p>}
      {onRetry && <RetryButton onRetry={onRetry} />}
    </div>
  );
}
