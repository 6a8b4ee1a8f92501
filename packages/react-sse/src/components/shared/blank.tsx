"use client";

import type { ReactNode } from "react";
import { EnvelopePicture } from "./envelope-picture.tsx";

/** Props of {@link Blank}. */
export interface BlankProps {
  /** The `data-slot` that stylesheets know it by. */
  readonly slot: string;
  readonly title: string;
  /** What to do about it, in one sentence. */
  readonly text: string;
  /** A link or button that does it. */
  readonly action?: ReactNode;
}

/** What a loaded list without entries shows. */
export function Blank({ slot, title, text, action }: BlankProps): ReactNode {
  return (
    <div className="tidings-blank" data-slot={slot}>
      <EnvelopePicture />
      <p className="tidings-subheading">{title}</p>
      <p>{text}</p>
      {action}
    </div>
  );
}
