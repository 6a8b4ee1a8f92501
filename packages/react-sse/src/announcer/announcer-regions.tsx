"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { type Announcer, silence } from "./announcer.ts";

/** The two live regions of a page, empty until something is said: a region inserted with its text is not read out. */
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

/** Hidden from eyes only. Set by script, one property at a time: a style attribute is what a strict CSP refuses. */
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
