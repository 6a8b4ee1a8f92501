"use client";

import type { ConnectionStatus } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useEffect, useRef } from "react";
import { closedLabels } from "../components/connection/connection-indicator/closed-labels.ts";
import type { StreamOptions } from "./stream-options.ts";
import { useAnnouncer } from "./use-announcer.ts";
import { useConnectionStatus } from "./use-connection-status.ts";

const FINE = "Live updates are back";
const LOST = "Connection lost. Trying again";
const RELOADED = "Some updates were missed. Everything was loaded again";
const STOPPED = "Live updates have stopped";

/**
 * Tells screen readers when live updates are lost, back, reloaded or stopped, and why they stopped (C34); short
 * interruptions are not mentioned.
 * Use it once for a stream, beside a `ConnectionIndicator`, which shows the same and is no live region.
 *
 * @example useConnectionAnnouncements(ordersStream);
 */
export function useConnectionAnnouncements<S extends AnyStream>(stream: S, options: StreamOptions<S> = {}): void {
  const announce = useAnnouncer();
  const message = useConnectionStatus(stream, { ...options, select: say });
  const said = useRef<string>(FINE);
  useEffect(() => {
    if (message === undefined || message === said.current) return;
    // The message about a reload already says that the connection is live again.
    const news = !(message === FINE && said.current === RELOADED);
    said.current = message;
    const politeness = message.startsWith(STOPPED) ? "assertive" : "polite";
    if (news) announce({ message, politeness, topic: "connection" });
  }, [announce, message]);
}

/** The message about a connection; undefined while its state is changing. */
function say({ state, freshness, error }: ConnectionStatus): string | undefined {
  if (state === "closed") return error && `${STOPPED}. ${closedLabels(error).text}`;
  if (freshness === "stale") return LOST;
  if (freshness === "reloaded") return RELOADED;
  return freshness === "live" ? FINE : undefined;
}
