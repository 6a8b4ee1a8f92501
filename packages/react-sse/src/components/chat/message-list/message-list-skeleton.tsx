"use client";

import type { ReactNode } from "react";

/** A few bubbles in pencil while the messages are on their way; screen readers hear one line instead. */
export function MessageListSkeleton(): ReactNode {
  return (
    <div data-slot="message-list-skeleton">
      <p className="tidings-visually-hidden">Loading messages…</p>
      {["theirs", "own", "their-next"].map((place) => (
        <span key={place} className="tidings-skeleton" data-part={place} aria-hidden="true" />
      ))}
    </div>
  );
}
