"use client";

import { useEffect, useId, useRef, useState, version } from "react";

/** React 18 passes on the attribute only in HTML's spelling, React 19 only in the DOM's. */
const targetName = version.startsWith("18.") ? "popovertarget" : "popoverTarget";

/**
 * The platform's popover and the button that opens it: what to spread on either. React 18 has no
 * `onToggle` on such an element, so its event is listened to on the element itself.
 */
export function usePopover() {
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onToggle = (event: ToggleEvent) => setOpen(event.newState === "open");
    element.addEventListener("toggle", onToggle);
    return () => element.removeEventListener("toggle", onToggle);
  }, []);
  return { trigger: { [targetName]: id, "aria-expanded": isOpen }, panel: { id, ref, popover: "auto" } as const };
}
