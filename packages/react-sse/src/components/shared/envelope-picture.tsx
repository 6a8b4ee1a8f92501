"use client";

import type { ReactNode } from "react";

/** An open envelope with nothing in it yet, sealed with wax: the picture of an empty page. */
export function EnvelopePicture(): ReactNode {
  return (
    <svg
      className="tidings-blank-picture"
      viewBox="0 0 96 72"
      width="96"
      height="72"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M12 30.5 48 8l36 22.5V66H12z" />
      <path d="m12 30.5 36 22 36-22M12 66l25-20.5M84 66 59 45.5" />
      <path d="M34 22h28M30 28h36" strokeDasharray="2 5" />
      <g data-part="seal" fill="currentColor" stroke="none">
        <circle cx="48" cy="53" r="6.5" />
      </g>
    </svg>
  );
}
