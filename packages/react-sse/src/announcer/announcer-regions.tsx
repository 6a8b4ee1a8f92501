"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { type Announcer, silence } from "./announcer.ts";

/**
 * The two live regions of a page, empty until there is a message, because screen readers do not read a region that is
 * inserted together with its text.
 */
export function AnnouncerRegions({ announcer }: { readonly announcer: Announcer }): ReactNode {
  const text = useSyncExternalStore(announcer.subscribe, announcer.getSnapshot, () => silence);
  return (
    <div data-slot="announcer" ref={hideVisually}>
      <div role="status" aria-live="polite" aria-atomic="true">
        {text.polite}
      </div>
      <div role="alert" aria-live="assertive" aria-atomic="true">
        {text.assertive}
      </div>
    </div>
  );
}

/**
 * Hides an element visually, but not from screen readers. The properties are set by script one at a time, because a
 * strict CSP refuses style attributes.
 */
function hideVisually(element: HTMLElement | null): void {
  if (element === null) return;
  const { style } = element;
  style.position = "absolute";
  style.inlineSize = "1px";
  style.blockSize = "1px";
  style.margin = "-1px";
  style.overflow = "hidden";
  style.clipPath = "inset(50%)";
  style.whiteSpace = "nowrap";
}
