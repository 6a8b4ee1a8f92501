"use client";

import type { OlderState } from "@tidings/client";
import type { ReactNode } from "react";
import { RetryIcon } from "./icons.tsx";

/** Props of {@link OlderButton}. */
export interface OlderButtonProps {
  /** In the plural, as the button says it: `messages`. */
  readonly of: string;
  readonly state: Exclude<OlderState, "none">;
  readonly onLoad: (() => void) | undefined;
}

/** The button that loads older entries of a list. While a load is under way it does nothing. */
export function OlderButton({ of, state, onLoad }: OlderButtonProps): ReactNode {
  const isLoading = state === "loading";
  return (
    <div data-slot="older">
      {state === "failed" && <p className="tidings-meta">{`Older ${of} could not be loaded.`}</p>}
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
        <span>{isLoading ? `Loading older ${of}…` : state === "failed" ? "Try again" : `Show older ${of}`}</span>
      </button>
    </div>
  );
}
