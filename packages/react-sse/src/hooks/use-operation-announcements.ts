"use client";

import { notificationsStream } from "@tidings/contracts/notifications";
import { useEffect } from "react";
import type { ListenOptions } from "./stream-options.ts";
import { useTidingsContext } from "./tidings-context.ts";
import { useOpenOptions } from "./use-open-options.ts";

/**
 * Announces progress to screen readers, but only at 50 % and 100 %. `useEventToasts` announces the end of an operation
 * that comes as `success`, `error` or `notification`. Use it once in a page. The progress bars can be read for anything
 * in between.
 *
 * @example
 * useOperationAnnouncements();
 * useEventToasts(notificationsStream);
 */
export function useOperationAnnouncements(options: ListenOptions<typeof notificationsStream> = {}): void {
  const { enabled = true } = options;
  const { client, announcer } = useTidingsContext();
  const open = useOpenOptions(options);
  useEffect(() => {
    if (!enabled) return;
    const opened = client.open(notificationsStream, open);
    const running = new Map<string, { readonly progress: number; readonly label: string }>();
    opened.on("progress", ({ data: { operationId, progress, metadata } }) => {
      const before = running.get(operationId);
      const label = typeof metadata?.name === "string" ? metadata.name : (before?.label ?? operationId);
      // A newer message about an operation replaces one that is still waiting.
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
  }, [client, announcer, open, enabled]);
}
