import type { ConnectionFields } from "@tidings/contracts";

/** What is known when a load of a live query has succeeded. */
export interface LoadFacts {
  /** Whether the stream had been started when the load began. */
  readonly streamWasRunning: boolean;
  /** Whether it has been started by now, before the loaded position starts it. */
  readonly streamIsRunning: boolean;
  /** Of the snapshot; undefined where the load does not say. */
  readonly position: string | undefined;
  /** The position of a greeting that came meanwhile: only a snapshot from just there misses nothing. */
  readonly requiredPosition: string | undefined;
  /** Whether an event that came meanwhile asked for another load. */
  readonly reloadRequested: boolean;
}

/** What a successful load amounts to (C1.3). */
export interface LoadOutcome {
  /** Whether the stream brings, or has brought, everything that came after the snapshot. */
  readonly isContinuous: boolean;
  /** Whether another load must follow. */
  readonly reload: boolean;
}

/** Decides whether a loaded snapshot and its stream fit together without a hole. */
export function judgeLoad(facts: LoadFacts): LoadOutcome {
  const { streamWasRunning, streamIsRunning, position, requiredPosition, reloadRequested } = facts;
  // Another holder may have started the stream from a position of its own since the load began.
  const isLate = !streamWasRunning && streamIsRunning;
  const isMissed = requiredPosition !== undefined && requiredPosition !== position;
  return {
    isContinuous: streamWasRunning || (!isLate && position !== undefined),
    reload: reloadRequested || isLate || isMissed,
  };
}

/** How a live query stands when its stream is greeted. */
export interface QueryStanding {
  readonly hasFailed: boolean;
  readonly isLoading: boolean;
  /** What is shown, if anything. */
  readonly shown: { readonly position: string | undefined; readonly isContinuous: boolean } | undefined;
}

/**
 * What a live query does about a greeting (C1.3, C1.4, D4.4): `require` makes the load under way answer for the greeting's position.
 */
export function afterGreeting(
  { resume, position }: Pick<ConnectionFields, "resume" | "position">,
  { hasFailed, isLoading, shown }: QueryStanding,
): "reload" | "require" | "keep" {
  // Whatever refused the last load may be over.
  if (hasFailed && !isLoading) return "reload";
  // The stream goes on where it was, so that whatever it carried on from then still holds.
  if (resume === "complete") return shown?.isContinuous === false && !isLoading ? "reload" : "keep";
  if (isLoading) return "require";
  return shown?.position === position ? "keep" : "reload";
}
