"use client";

import type { ReactNode } from "react";
import { Skeleton } from "../../shared/skeleton.tsx";

/** A few bubbles in pencil while the messages are on their way; screen readers hear one line instead. */
export function MessageListSkeleton(): ReactNode {
  return (
    <Skeleton slot="message-list-skeleton" label="Loading messages…">
      {["theirs", "own", "their-next"].map((place) => (
        <span key={place} className="tidings-skeleton" data-part={place} aria-hidden="true" />
      ))}
    </Skeleton>
  );
}
