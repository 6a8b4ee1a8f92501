"use client";

import type { ConnectionStatus } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useEffect, useRef } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useAnnouncer } from "./use-announcer.ts";
import { useConnectionStatus } from "./use-connection-status.ts";

type Condition = "fine" | "lost" | "reloaded" | "stopped" | "changing";

const words: Readonly<Partial<Record<Condition, string>>> = {
  fine: "Live updates are back",
  lost: "Connection lost. Trying again",
  reloaded: "Some updates were missed. Everything was loaded again",
  stopped: "Live updates have stopped",
};

/**
 * Tells screen readers when live updates are lost, back, reloaded or stopped; short interruptions are not mentioned.
 * Use it once for a stream, beside a `ConnectionIndicator`, which shows the same and is no live region.
 *
 * @example useConnectionAnnouncements(ordersStream);
 */
export function useConnectionAnnouncements<S extends AnyStream>(stream: S, options: StreamOptions<S> = {}): void {
  const announce = useAnnouncer();
  const condition = useConnectionStatus(stream, { ...options, select: judge });
  const said = useRef<Condition>("fine");
  useEffect(() => {
    const message = words[condition];
    if (message === undefined || condition === said.current) return;
    // After a reload all is well: nobody needs to hear so twice.
    const news = !(condition === "fine" && said.current === "reloaded");
    said.current = condition;
    if (news) announce({ message, politeness: condition === "stopped" ? "assertive" : "polite", topic: "connection" });
  }, [announce, condition]);
}

function judge({ state, freshness, error }: ConnectionStatus): Condition {
  if (state === "closed") return error === undefined ? "changing" : "stopped";
  if (freshness === "stale") return "lost";
  if (freshness === "reloaded") return "reloaded";
  return freshness === "live" ? "fine" : "changing";
}
