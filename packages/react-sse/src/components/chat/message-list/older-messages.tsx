import type { OlderState } from "@tidings/client/chat";
import type { ReactNode } from "react";
import { RetryIcon } from "../../icons.tsx";

/** What stands above the oldest message that is there: a way to older ones, or that there are none. */
export function OlderMessages({
  state,
  onLoad,
}: {
  readonly state: OlderState;
  readonly onLoad: (() => void) | undefined;
}): ReactNode {
  if (state === "none") return <p data-slot="message-list-begin">The beginning of the conversation</p>;
  const isLoading = state === "loading";
  return (
    <div data-slot="message-list-older">
      {state === "failed" && <p className="tidings-meta">Older messages could not be loaded.</p>}
      <button
        type="button"
        className="tidings-button"
        data-size="small"
        aria-disabled={isLoading}
        onClick={() => {
          if (!isLoading) onLoad?.();
        }}
      >
        {isLoading && <span className="tidings-spinner" aria-hidden="true" />}
        {state === "failed" && <RetryIcon />}
        {isLoading ? "Loading older messages…" : state === "failed" ? "Try again" : "Show older messages"}
      </button>
    </div>
  );
}
