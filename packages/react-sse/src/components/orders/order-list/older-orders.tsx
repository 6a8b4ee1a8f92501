"use client";

import type { OlderState } from "@tidings/client";
import type { Order } from "@tidings/contracts/orders";
import { type ReactNode, type RefObject, useRef } from "react";
import { OlderButton } from "../../shared/older-button.tsx";
import { useBrowserLayoutEffect } from "../../shared/use-browser-layout-effect.ts";

/** What {@link OlderOrders} stands below. */
export interface OlderOrdersProps {
  readonly orders: readonly Order[];
  /** The list of their cards. */
  readonly items: RefObject<HTMLElement | null>;
  readonly state: OlderState;
  readonly onLoad: () => void;
}

/** The button that loads older orders. After the load, focus moves to the first order that came. */
export function OlderOrders({ orders, items, state, onLoad }: OlderOrdersProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  /** The oldest order at the time when older ones were requested. */
  const from = useRef<string>(undefined);

  useBrowserLayoutEffect(() => {
    if (from.current === undefined) return;
    const index = orders.findIndex(({ id }) => id === from.current);
    const next = index < 0 ? undefined : items.current?.children[index + 1];
    if (next === undefined) return;
    from.current = undefined;
    const { activeElement, body } = next.ownerDocument;
    // When a focused button is removed, the body gets the focus.
    if (activeElement !== body && !place.current?.contains(activeElement)) return;
    next.querySelector<HTMLElement>("article")?.focus({ preventScroll: true });
  }, [orders, items]);

  if (state === "none") return null;
  const load = () => {
    from.current = orders.at(-1)?.id;
    onLoad();
  };
  return (
    <div ref={place}>
      <OlderButton of="orders" state={state} onLoad={load} />
    </div>
  );
}
