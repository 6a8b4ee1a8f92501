import type { Change, ChangeMapper } from "@tidings/outbox";
import type { Domain } from "./domain.ts";

/**
 * Combines the mappers of all domains into one for each table. The events of a change come in the order of the domains.
 * If one mapper throws, the whole change becomes a dead letter, so that no reader gets only half of it.
 */
export function combineMappers(domains: readonly Pick<Domain, "mappers">[]): Readonly<Record<string, ChangeMapper>> {
  return combine(
    domains.map(({ mappers }) => mappers),
    (mappers) => (change) => mappers.flatMap((map) => [...map(change)]),
  );
}

/**
 * Combines the reactions of all domains into one for each table. If one throws, the others still run, and the relay
 * reports the error.
 */
export function combineReactions(
  domains: readonly Pick<Domain, "reactions">[],
): Readonly<Record<string, (change: Change) => void>> {
  return combine(
    domains.map(({ reactions }) => reactions),
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
