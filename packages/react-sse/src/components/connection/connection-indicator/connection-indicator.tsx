"use client";

import type { ComponentProps, ReactNode } from "react";
import { RetryIcon } from "../../shared/icons.tsx";
import { connectionLabels } from "./connection-labels.ts";
import type { ConnectionView } from "./connection-view.ts";
import { useNow } from "./use-now.ts";

/** Props of {@link ConnectionIndicator}; everything else goes to its `<div>`. */
export interface ConnectionIndicatorProps extends Omit<ComponentProps<"div">, "children"> {
  /** As `useConnectionStatus` gives it. */
  readonly status: ConnectionView;
  /** The time, in milliseconds since 1970. Default: the clock, read once a second while a countdown shows. */
  readonly now?: number | undefined;
  /** Called by a button that connects at once. It is shown if waiting does not help or takes long. */
  readonly onReconnect?: (() => void) | undefined;
  /** Shows very few words, for a header. It never shows no words at all. */
  readonly compact?: boolean | undefined;
}

/**
 * Shows whether the page is live, with a dot, an icon and words. It is no live region, because a screen reader would
 * read out every second of a countdown; the announcer reports the changes.
 *
 * `data-state` and `data-freshness` are the status, `data-tone` its colour.
 *
 * @example <ConnectionIndicator status={connection} onReconnect={reconnect} />
 */
export function ConnectionIndicator({
  status,
  now,
  onReconnect,
  compact = false,
  ...rest
}: ConnectionIndicatorProps): ReactNode {
  const counting = status.state === "reconnecting" && !compact && now === undefined;
  const clock = useNow(counting ? status.retryAt : undefined);
  const words = connectionLabels(status, now ?? clock);
  const waiting = status.state === "closed" || status.state === "reconnecting" || status.state === "offline";
  return (
    <div
      data-slot="connection-indicator"
      data-state={status.state}
      data-freshness={status.freshness}
      data-tone={words.tone}
      data-moving={words.moving ? "" : undefined}
      data-compact={compact ? "" : undefined}
      {...rest}
    >
      <span data-slot="connection-dot" aria-hidden="true" />
      <words.Icon />
      <span data-slot="connection-words">{compact ? words.short : words.text}</span>
      {onReconnect && waiting && (
        <button type="button" className="tidings-button" data-variant="quiet" data-size="small" onClick={onReconnect}>
          <RetryIcon />
          <span>{status.state === "closed" ? "Try again" : "Try now"}</span>
        </button>
      )}
    </div>
  );
}
