"use client";

import type { ReactNode } from "react";

/** Three cards in pencil while the orders are on their way; screen readers hear one line instead. */
export function OrderListSkeleton(): ReactNode {
  return (
    <div data-slot="order-list-skeleton">
      <p className="tidings-visually-hidden">Loading orders…</p>
      {["first", "second", "third"].map((place) => (
        <div key={place} data-slot="order-card-skeleton" aria-hidden="true">
          <span className="tidings-skeleton" data-part="code" />
          <span className="tidings-skeleton" data-part="badge" />
          <span className="tidings-skeleton" data-part="line" />
          <span className="tidings-skeleton" data-part="line" />
          <span className="tidings-skeleton" data-part="track" />
        </div>
      ))}
    </div>
  );
}
