import { sampleOrders } from "@tidings/contracts/orders";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { createOrderFormat } from "../../format/order-format.ts";
import { partsOf } from "../../testing/parts-of.ts";
import { OrderCard } from "../orders/order-card/order-card.tsx";
import { OrderList } from "../orders/order-list/order-list.tsx";
import { OrderStatusBadge } from "../orders/order-status-badge/order-status-badge.tsx";
import { OrderStatusTrack } from "../orders/order-status-track/order-status-track.tsx";

const none = () => {};
const format = createOrderFormat({ locale: "en", timeZone: "UTC" });
const [order] = sampleOrders;
const line = { name: "Bun", qty: 1, unit_price: 1 };
const long = { ...order, items: Array.from({ length: 9 }, (_, place) => ({ ...line, name: `Bun ${place}` })) };

/** A part of the kit in one state, and what there is of it for styles and screen readers. */
const states: Readonly<Record<string, { readonly ui: ReactNode; readonly parts: readonly string[] }>> = {
  "a card that only shows": {
    ui: <OrderCard order={order} format={format} />,
    parts: [
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden",
    ],
  },
  "a card that can be cancelled and moved on": {
    ui: (
      <OrderCard
        order={order}
        format={format}
        onCancel={none}
        onAdvance={none}
        renderActions={() => <b className="own" />}
      />
    ),
    parts: [
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden; order-actions; b.own; order-action",
      "order-cancel.button type=button size=small aria-disabled=false; span.visually-hidden; order-action",
      "button.button type=button variant=primary size=small aria-disabled=false; span.visually-hidden",
    ],
  },
  "a card that is being cancelled": {
    ui: <OrderCard order={order} format={format} onCancel={none} onAdvance={none} cancelling />,
    parts: [
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden; order-actions; order-action",
      "order-cancel.button type=button size=small aria-disabled=true; span.visually-hidden; order-action",
      "button.button type=button variant=primary size=small aria-disabled=false; span.visually-hidden",
    ],
  },
  "a card that is being moved on": {
    ui: <OrderCard order={order} format={format} onCancel={none} onAdvance={none} advancing />,
    parts: [
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden; order-actions; order-action",
      "order-cancel.button type=button size=small aria-disabled=false; span.visually-hidden; order-action",
      "button.button type=button variant=primary size=small aria-disabled=true; span.visually-hidden",
    ],
  },
  "a card with many lines": {
    ui: <OrderCard order={long} format={format} headingLevel={3} />,
    parts: [
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-items-more; order-lines",
      "order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-total; order-total-count",
      "order-amount; order-card-stub; order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden",
    ],
  },
  "a cancelled card": {
    ui: <OrderCard order={{ ...order, order_status: "Cancelled" }} format={format} onCancel={none} onAdvance={none} />,
    parts: [
      "order-card status=Cancelled tone=danger tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Cancelled tone=danger; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Cancelled tone=danger; order-status-step state=done tone=neutral",
      "order-status-mark; icon; order-status-words; span.visually-hidden",
      "order-status-step state=current tone=danger aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden",
    ],
  },
  "a list with an order": {
    ui: <OrderList orders={[order]} status="ready" format={format} older="more" />,
    parts: [
      "order-list status=ready state=filled aria-busy=false; order-list-items; order-list-item",
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden",
    ],
  },
  "an empty list": {
    ui: <OrderList orders={[]} status="ready" emptyAction={<b className="own" />} />,
    parts: [
      "order-list status=ready state=empty aria-busy=false; order-list-empty.blank; svg.blank-picture",
      "p.subheading; b.own",
    ],
  },
  "a list that is loading": {
    ui: <OrderList orders={[]} status="loading" />,
    parts: [
      "order-list status=loading state=loading aria-busy=true; order-list-skeleton; p.visually-hidden",
      "order-card-skeleton aria-hidden=true; span.skeleton part=code; span.skeleton part=badge",
      "span.skeleton part=line; span.skeleton part=line; span.skeleton part=track",
      "order-card-skeleton aria-hidden=true; span.skeleton part=code; span.skeleton part=badge",
      "span.skeleton part=line; span.skeleton part=line; span.skeleton part=track",
      "order-card-skeleton aria-hidden=true; span.skeleton part=code; span.skeleton part=badge",
      "span.skeleton part=line; span.skeleton part=line; span.skeleton part=track",
    ],
  },
  "a list that could not be loaded": {
    ui: <OrderList orders={[]} status="error" error={{ message: "No" }} onRetry={none} />,
    parts: [
      "order-list status=error state=error aria-busy=false; order-list-error.blank role=group tone=danger",
      "icon.blank-picture; p.subheading; button.button type=button; icon",
    ],
  },
  "a list that could not be loaded again": {
    ui: <OrderList orders={[order]} status="error" error={{ message: "No" }} format={format} older="failed" />,
    parts: [
      "order-list status=error state=filled aria-busy=false; order-list-error.notice tone=warning; icon",
      "order-list-items; order-list-item; order-card status=Order Received tone=neutral tabindex=-1",
      "order-card-header; order-card-code; order-status-badge status=Order Received tone=neutral",
      "order-status-badge-face; icon; order-card-time; order-items; order-lines; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-line-name",
      "order-line-quantity; order-line-leader aria-hidden=true; order-amount; order-total; order-total-count",
      "order-amount; order-card-stub; order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden",
    ],
  },
  "a list that is loaded again": {
    ui: <OrderList orders={[order]} status="loading" format={format} older="loading" />,
    parts: [
      "order-list status=loading state=filled aria-busy=true; order-list-items; order-list-item",
      "order-card status=Order Received tone=neutral tabindex=-1; order-card-header; order-card-code",
      "order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon; order-card-time",
      "order-items; order-lines; order-line-name; order-line-quantity; order-line-leader aria-hidden=true",
      "order-amount; order-line-name; order-line-quantity; order-line-leader aria-hidden=true; order-amount",
      "order-total; order-total-count; order-amount; order-card-stub",
      "order-status-track status=Order Received tone=neutral",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=upcoming tone=neutral",
      "order-status-mark; order-status-words; span.visually-hidden",
      "order-status-step state=upcoming tone=neutral; order-status-mark; order-status-words",
      "span.visually-hidden; order-status-step state=upcoming tone=neutral; order-status-mark",
      "order-status-words; span.visually-hidden",
    ],
  },
  "a received order's badge": {
    ui: <OrderStatusBadge status="Order Received" />,
    parts: ["order-status-badge status=Order Received tone=neutral; order-status-badge-face; icon"],
  },
  "a delivered order's badge": {
    ui: <OrderStatusBadge status="Delivered" className="own" />,
    parts: ["order-status-badge.own status=Delivered tone=success; order-status-badge-face; icon"],
  },
  "an unknown status's badge": {
    ui: <OrderStatusBadge status="Lost" />,
    parts: ["order-status-badge status=Lost tone=neutral; order-status-badge-face; icon"],
  },
  "the track of an order on its way": {
    ui: <OrderStatusTrack status="Out for Delivery" />,
    parts: [
      "order-status-track status=Out for Delivery tone=warning; order-status-step state=done tone=warning",
      "order-status-mark; icon; order-status-words; span.visually-hidden",
      "order-status-step state=done tone=warning; order-status-mark; icon; order-status-words",
      "span.visually-hidden; order-status-step state=current tone=warning aria-current=step; order-status-mark",
      "icon; order-status-words; span.visually-hidden; order-status-step state=upcoming tone=warning",
      "order-status-mark; order-status-words; span.visually-hidden",
    ],
  },
  "the track of a delivered order": {
    ui: <OrderStatusTrack status="Delivered" />,
    parts: [
      "order-status-track status=Delivered tone=success; order-status-step state=done tone=success",
      "order-status-mark; icon; order-status-words; span.visually-hidden",
      "order-status-step state=done tone=success; order-status-mark; icon; order-status-words",
      "span.visually-hidden; order-status-step state=done tone=success; order-status-mark; icon",
      "order-status-words; span.visually-hidden; order-status-step state=current tone=success aria-current=step",
      "order-status-mark; icon; order-status-words; span.visually-hidden",
    ],
  },
  "the track of a cancelled order": {
    ui: <OrderStatusTrack status="Cancelled" />,
    parts: [
      "order-status-track status=Cancelled tone=danger; order-status-step state=done tone=neutral",
      "order-status-mark; icon; order-status-words; span.visually-hidden",
      "order-status-step state=current tone=danger aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden",
    ],
  },
  "the track of an unknown status": {
    ui: <OrderStatusTrack status="Lost" />,
    parts: [
      "order-status-track status=Lost tone=neutral; order-status-step state=done tone=neutral",
      "order-status-mark; icon; order-status-words; span.visually-hidden",
      "order-status-step state=current tone=neutral aria-current=step; order-status-mark; icon",
      "order-status-words; span.visually-hidden",
    ],
  },
};

it.each(Object.entries(states))("styles and screen readers find the parts of %s", (_what, { ui, parts }) => {
  expect(partsOf(ui)).toBe(parts.join("; "));
});
