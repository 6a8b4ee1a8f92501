"use client";

import type { OutgoingMessage } from "@tidings/client/chat";
import type { ReactNode } from "react";
import { RetryIcon, WarningIcon } from "../../shared/icons.tsx";
import { DiscardIcon, SendingIcon } from "../chat-icons.tsx";

/** Props of {@link OutgoingBubble}. */
export interface OutgoingBubbleProps {
  readonly message: OutgoingMessage;
  readonly onRetry?: ((clientMessageId: string) => void) | undefined;
  readonly onDiscard?: ((clientMessageId: string) => void) | undefined;
}

/**
 * A message of the user's own that is being sent or has failed: its text stays until the user retries or discards it.
 */
export function OutgoingBubble({ message, onRetry, onDiscard }: OutgoingBubbleProps): ReactNode {
  const { clientMessageId, text, state } = message;
  const failed = state === "failed";
  return (
    <div data-slot="message-bubble" data-own="" data-status={state}>
      <p data-slot="message-sender" className="tidings-visually-hidden">
        You:
      </p>
      <p data-slot="message-text" dir="auto">
        {text}
      </p>
      <p data-slot="message-meta">
        <span data-slot="message-status" data-status={state} data-tone={failed ? "danger" : "neutral"}>
          {failed ? <WarningIcon /> : <SendingIcon />}
          <span>{failed ? whyFailed(message) : "Sending…"}</span>
        </span>
      </p>
      {failed && (
        <div data-slot="message-actions">
          {onRetry && (
            <button type="button" className="tidings-button" data-size="small" onClick={() => onRetry(clientMessageId)}>
              <RetryIcon />
              <span>Try again</span>
            </button>
          )}
          {onDiscard && (
            <button
              type="button"
              className="tidings-button"
              data-variant="quiet"
              data-size="small"
              onClick={() => onDiscard(clientMessageId)}
            >
              <DiscardIcon />
              <span>Discard</span>
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Says "not sent" only if that is certain (C36.3). */
function whyFailed({ error, isUndecided }: OutgoingMessage): string {
  if (isUndecided) return "No response, so it may have been sent. Trying again won't send it twice.";
  return `Not sent${error ? `: ${error.reason}` : ""}`;
}
