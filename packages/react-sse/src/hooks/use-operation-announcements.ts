"use client";

import { notificationsStream } from "@tidings/contracts/notifications";
import { useEffect } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useTidingsContext } from "./tidings-context.ts";
import { useStable } from "./use-stable.ts";

/**
 * Tells screen readers of progress, sparingly: when an operation is half-way, and when it reaches 100 %. The ends that
 * a `success`, an `error` or a `notification` tell are announced as such, by `useEventToasts`. Use it once in a page;
 * what a reader wants to know beyond that, the bars say when asked.
 *
 * @example
 * useOperationAnnouncements();
 * useEventToasts(notificationsStream);
 */
export function useOperationAnnouncements({
  query,
  enabled = true,
}: StreamOptions<typeof notificationsStream> = {}): void {
  const { client, announcer } = useTidingsContext();
  const stableQuery = useStable(query);
  useEffect(() => {
    if (!enabled) return;
    const opened = client.open(notificationsStream, stableQuery === undefined ? {} : { query: stableQuery });
    const running = new Map<string, { readonly progress: number; readonly label: string }>();
    opened.on("progress", ({ data: { operationId, progress, metadata } }) => {
      const before = running.get(operationId);
      const label = typeof metadata?.name === "string" ? metadata.name : (before?.label ?? operationId);
      // A newer word about an operation takes the place of one not said yet.
      const say = (words: string) =>
        announcer.announce({ message: `${label}: ${words}`, topic: `operation ${operationId}` });
      if (progress >= 100) {
        say("done");
        running.delete(operationId);
        return;
      }
      if (before !== undefined && before.progress < 50 && progress >= 50) say("half-way");
      running.set(operationId, { progress, label });
    });
    return () => opened.close();
  }, [client, announcer, stableQuery, enabled]);
}
