import { notificationsStream } from "@tidings/contracts/notifications";
import { useEffect } from "react";
import { hearOperations, type Operation } from "./operation.ts";
import type { StreamOptions } from "./stream-options.ts";
import { useTidingsContext } from "./tidings-context.ts";
import { useStable } from "./use-stable.ts";

/**
 * Tells screen readers of operations, sparingly: when one is half-way, and when it ends. Use it once in a page; all
 * that a reader wants to know beyond that, the bars say when asked.
 *
 * @example useOperationAnnouncements();
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
    let operations: readonly Operation[] = [];
    hearOperations(opened, (change) => {
      const before = operations;
      operations = change(before);
      const changed = operations.find((operation) => !before.includes(operation));
      if (changed === undefined) return;
      const message = inWords(
        before.find(({ id }) => id === changed.id),
        changed,
      );
      // A newer word about an operation takes the place of one not said yet.
      if (message !== undefined) announcer.announce({ message, topic: `operation ${changed.id}` });
    });
    return () => opened.close();
  }, [client, announcer, stableQuery, enabled]);
}

function inWords(before: Operation | undefined, { label, status, progress, message }: Operation): string | undefined {
  if (status !== "running") {
    if (before?.status === status) return undefined;
    return status === "done" ? `${label}: done` : `${label} failed${message === undefined ? "" : `: ${message}`}`;
  }
  return before !== undefined && before.progress < 50 && progress >= 50 ? `${label}: half-way` : undefined;
}
