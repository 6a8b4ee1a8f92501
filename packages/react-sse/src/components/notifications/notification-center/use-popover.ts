"use client";

import { useEffect, useId, useRef, useState, version } from "react";

/** React 18 hands on the attribute only as HTML writes it, React 19 only as the DOM does. */
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
