"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface CancelOrderProps {
  readonly code: string;
  /** Whether the cancellation is being sent. */
  readonly pending: boolean;
  onCancel(): void;
}

/**
 * Cancels in two steps in the same place: the button turns into a question, whose safe answer has the focus. Escape is
 * the safe answer too.
 */
export function CancelOrder({ code, pending, onCancel }: CancelOrderProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const questionId = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);

  useEffect(() => {
    if (asking) keep.current?.focus();
    else if (asked.current) trigger.current?.focus();
    asked.current = asking;
  }, [asking]);

  if (!asking) {
    return (
      <button
        ref={trigger}
        type="button"
        className="tidings-button"
        data-slot="order-cancel"
        data-size="small"
        aria-disabled={pending}
        onClick={() => {
          if (!pending) setAsking(true);
        }}
      >
        <span>{pending ? "Cancelling…" : "Cancel order"}</span> <span className="tidings-visually-hidden">{code}</span>
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset asks for a form; this is a question.
    <div
      role="group"
      aria-labelledby={questionId}
      data-slot="order-cancel-confirm"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || pending) return;
        event.stopPropagation();
        setAsking(false);
      }}
    >
      <p id={questionId}>
        <span>Cancel this order?</span> <span className="tidings-visually-hidden">{code}</span>
      </p>
      <button
        type="button"
        className="tidings-button"
        data-variant="danger"
        data-size="small"
        aria-disabled={pending}
        onClick={() => {
          if (!pending) onCancel();
        }}
      >
        {pending ? "Cancelling…" : "Yes, cancel it"}
      </button>
      <button
        ref={keep}
        type="button"
        className="tidings-button"
        data-variant="quiet"
        data-size="small"
        aria-disabled={pending}
        onClick={() => {
          if (!pending) setAsking(false);
        }}
      >
        Keep it
      </button>
    </div>
  );
}
