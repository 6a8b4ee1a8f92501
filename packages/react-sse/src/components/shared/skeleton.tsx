"use client";

import type { ReactNode } from "react";

/** Props of {@link Skeleton}. */
export interface SkeletonProps {
  /** The `data-slot` that stylesheets know it by. */
  readonly slot: string;
  /** What is loading, for screen readers, which do not hear the shapes: "Loading orders…". */
  readonly label: string;
  /** Shapes of what is to come, hidden from screen readers. */
  readonly children: ReactNode;
}

/** What a list shows while its rows are being loaded. */
export function Skeleton({ slot, label, children }: SkeletonProps): ReactNode {
  return (
    <div data-slot={slot}>
      <p className="tidings-visually-hidden">{label}</p>
      {children}
    </div>
  );
}
