import type { AnyStream } from "@tidings/contracts";

/** Where streams stood that were closed in this turn, for those that take over from them (C29). */
export interface Handover {
  /** A holder left a stream that stands at this position; `""` where nothing is known. */
  leave(definition: AnyStream, position: string): void;
  /** What a stream that is opened now goes on after; undefined where it takes over from none. */
  take(definition: AnyStream): string | undefined;
}

/**
 * Makes a {@link Handover}. A page that changes a query closes one stream and opens another in one turn; positions are the
 * log's and not the query's, so that the new one misses nothing. Whoever opens one later begins at that time.
 */
export function createHandover(): Handover {
  const positions = new Map<AnyStream, string>();
  return {
    leave(definition, position) {
      if (position === "") return;
      if (positions.size === 0) queueMicrotask(() => positions.clear());
      positions.set(definition, position);
    },
    take: (definition) => positions.get(definition),
  };
}
