import type { OlderState } from "@tidings/client";
import { type ReactNode, useState } from "react";
import { OlderButton } from "../older-button.tsx";

/** What stands below the oldest order that is there: a way to older ones. Who went it to its end is told so. */
export function OlderOrders({ state, onLoad }: { readonly state: OlderState; readonly onLoad: () => void }): ReactNode {
  const [wasUsed, setWasUsed] = useState(false);
  if (state !== "none") {
    const load = () => {
      setWasUsed(true);
      onLoad();
    };
    return <OlderButton of="orders" state={state} onLoad={load} />;
  }
  return (
    wasUsed && (
      <p data-slot="order-list-end" className="tidings-meta" tabIndex={-1} ref={takePlace}>
        These are all of them.
      </p>
    )
  );
}

/** The button that had the focus is gone, and with it must not go the reader's place. */
function takePlace(end: HTMLElement | null): void {
  if (document.activeElement === document.body) end?.focus();
}
