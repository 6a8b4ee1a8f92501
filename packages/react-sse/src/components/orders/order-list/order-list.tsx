"use client";

import type { OlderState } from "@tidings/client";
import type { Order } from "@tidings/contracts/orders";
import { type ReactNode, useId, useRef } from "react";
import { type Problem, reasonOf } from "../../../format/reason-of.ts";
import { sentences } from "../../../format/text.ts";
import { EnvelopePicture } from "../../shared/envelope-picture.tsx";
import { RetryIcon, WarningIcon } from "../../shared/icons.tsx";
import { OrderCard, type OrderCardOptions } from "../order-card/order-card.tsx";
import { OlderOrders } from "./older-orders.tsx";
import { OrderListSkeleton } from "./order-list-skeleton.tsx";

/** Props of {@link OrderList}. */
export interface OrderListProps extends OrderCardOptions {
  readonly orders: readonly Order[];
  /** What became of loading them. Orders already there stay on the page while `loading` and on `error`. */
  readonly status: "loading" | "ready" | "error";
  /** What went wrong, in words for people; shown on `error`, and above older orders whenever there is one. */
  readonly error?: Problem | undefined;
  /** The list's name for screen readers. Default "Orders". */
  readonly label?: string | undefined;
  /** Ids of orders whose cancellation is under way. */
  readonly cancelling?: readonly string[] | undefined;
  /** Ids of orders whose change of status is under way. */
  readonly advancing?: readonly string[] | undefined;
  /** Whether there are older orders to ask for. Default `none`. */
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
      {state === "empty" && <Empty action={emptyAction} />}
      {(status === "error" || (state === "filled" && error !== undefined)) && (
        <Failed error={error} stale={state === "filled"} onRetry={onRetry} />
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

function Empty({ action }: { readonly action: ReactNode }): ReactNode {
  return (
    <div className="tidings-blank" data-slot="order-list-empty">
      <EnvelopePicture />
      <p className="tidings-subheading">No orders yet</p>
      <p>When you place one, you can watch its way here.</p>
      {action}
    </div>
  );
}

interface FailedProps {
  readonly error: OrderListProps["error"];
  /** Older orders are still on the page. */
  readonly stale: boolean;
  readonly onRetry: (() => void) | undefined;
}

function Failed({ error, stale, onRetry }: FailedProps): ReactNode {
  const headingId = useId();
  const message = reasonOf(error);
  const retry = onRetry && (
    <button type="button" className="tidings-button" data-size={stale ? "small" : undefined} onClick={onRetry}>
      <RetryIcon />
      <span>Try again</span>
    </button>
  );
  if (stale) {
    return (
      <div className="tidings-notice" data-slot="order-list-error" data-tone="warning">
        <WarningIcon />
        <p>{sentences("These orders may be out of date: they could not be loaded again.", message)}</p>
        {retry}
      </div>
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
      {retry}
    </div>
  );
}
