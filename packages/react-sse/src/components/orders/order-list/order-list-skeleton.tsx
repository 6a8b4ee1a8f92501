"use client";

import type { ReactNode } from "react";
import { Skeleton } from "../../shared/skeleton.tsx";

/** Three cards in pencil while the orders are on their way; screen readers hear one line instead. */
export function OrderListSkeleton(): ReactNode {
  return (
    <Skeleton slot="order-list-skeleton" label="Loading orders…">
      {["first", "second", "third"].map((place) => (
        <div key={place} data-slot="order-card-skeleton" aria-hidden="true">
          <span className="tidings-skeleton" data-part="code" />
          <span className="tidings-skeleton" data-part="badge" />
          <span className="tidings-skeleton" data-part="line" />
          <span className="tidings-skeleton" data-part="line" />
          <span className="tidings-skeleton" data-part="track" />
        </div>
      ))}
    </Skeleton>
  );
}
