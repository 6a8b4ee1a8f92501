"use client";

import type { ReactNode } from "react";
import { type Problem, reasonOf } from "../../format/reason-of.ts";
import { sentences } from "../../format/text.ts";
import { RetryIcon, WarningIcon } from "./icons.tsx";

/** Props of {@link RetryButton}. */
export interface RetryButtonProps {
  readonly onRetry: () => void;
  readonly size?: "small" | undefined;
  /** For screen readers: what is tried again, where a page has several such buttons. */
  readonly of?: string | undefined;
}

/** The button that tries again. */
export function RetryButton({ onRetry, size, of }: RetryButtonProps): ReactNode {
  return (
    <button type="button" className="tidings-button" data-size={size} onClick={onRetry}>
      <RetryIcon />
      {/* Each text in a span of its own, so that a browser's translator finds an only child (C35.1). */}
      <span>Try again</span>
      {of !== undefined && <span className="tidings-visually-hidden">{`: ${of}`}</span>}
    </button>
  );
}

/** Props of {@link Failed}. */
export interface FailedProps {
  /** The `data-slot` that stylesheets know it by. */
  readonly slot?: string | undefined;
  readonly tone: "warning" | "danger";
  /** What failed, in one sentence. */
  readonly text: string;
  /** Why, in words for people; added to `text`. */
  readonly error: Problem | undefined;
  /** Shows a button that tries again. */
  readonly onRetry: (() => void) | undefined;
  /** @see RetryButtonProps.of */
  readonly of?: string | undefined;
}

/** The message above or in place of a list's rows when the list could not be loaded. */
export function Failed({ slot, tone, text, error, onRetry, of }: FailedProps): ReactNode {
  return (
    <div className="tidings-notice" data-slot={slot} data-tone={tone}>
      <WarningIcon />
      <p>{sentences(text, reasonOf(error))}</p>
      {onRetry && <RetryButton size="small" onRetry={onRetry} of={of} />}
    </div>
  );
}
