import type { Change, ChangeMapper } from "./change.ts";

/** What one part of an application does about changes. */
export interface ChangeHandlers {
  /** By table name: the events that a committed change makes. Several parts may have one for the same table. */
  readonly mappers?: Readonly<Record<string, ChangeMapper>> | undefined;
  /** By table name: what to do at once for a committed change; see `createRelay`. */
  readonly reactions?: Readonly<Record<string, (change: Change) => void>> | undefined;
}

/**
 * Combines the mappers of all parts into one for each table. The events of a change come in the order of the parts. If
 * one mapper throws, the whole change becomes a dead letter, so that no reader gets only half of it.
 *
 * @example createRelay({ source, publishAll: hub.publishAll, mappers: combineMappers([orders, invoices]) });
 */
export function combineMappers(
  parts: readonly Pick<ChangeHandlers, "mappers">[],
): Readonly<Record<string, ChangeMapper>> {
  return combine(
    parts.map(({ mappers }) => mappers),
    (mappers) => (change) => mappers.flatMap((map) => [...map(change)]),
  );
}

/**
 * Combines the reactions of all parts into one for each table. If one throws, the others still run, and the relay
 * reports the error.
 */
export function combineReactions(
  parts: readonly Pick<ChangeHandlers, "reactions">[],
): Readonly<Record<string, (change: Change) => void>> {
  return combine(
    parts.map(({ reactions }) => reactions),
    (reactions) => (change) => {
      const errors: unknown[] = [];
      for (const react of reactions) {
        try {
          react(change);
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length === 1) throw errors[0];
      if (errors.length > 1)
        throw new AggregateError(errors, `${errors.length} reactions failed: ${errors.join("; ")}`);
    },
  );
}

function combine<T>(
  records: readonly (Readonly<Record<string, T>> | undefined)[],
  join: (all: readonly T[]) => T,
): Readonly<Record<string, T>> {
  const entries = records.flatMap((record) => Object.entries(record ?? {}));
  const byTable = Object.groupBy(entries, ([table]) => table);
  return Object.fromEntries(
    Object.entries(byTable).map(([table, of = []]) => [table, join(of.map(([, entry]) => entry))]),
  );
}
