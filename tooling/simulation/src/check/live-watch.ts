import type { LiveQuery } from "@tidings/client";
import type { Row, simStream } from "../world/contract.ts";
import type { Findings } from "./findings.ts";

/** A live query's state as the simulation keeps it: by row id. */
export type RowsById = ReadonlyMap<string, Row>;

/** Watches what a live query shows: no row ever steps back (D6). Answers the end of watching. */
export function watchLiveQuery(
  name: string,
  query: LiveQuery<RowsById, typeof simStream>,
  findings: Findings,
): () => void {
  const shown = new Map<string, number>();
  return query.subscribe(() => {
    for (const [id, { revision }] of query.getSnapshot().data ?? []) {
      const before = shown.get(id) ?? 0;
      if (revision < before) findings.violation(`${name}: ${id} stepped back from revision ${before} to ${revision}`);
      shown.set(id, revision);
    }
  });
}

/** How what a live query shows differs from the rows; undefined where it does not. */
export function difference(query: LiveQuery<RowsById, typeof simStream>, rows: readonly Row[]): string | undefined {
  const { data, status, error } = query.getSnapshot();
  if (data === undefined) return `it is ${status}${error === undefined ? "" : `: ${error.message}`}`;
  for (const row of rows) {
    const shown = data.get(row.id);
    if (shown?.revision !== row.revision) return `${row.id} is shown at ${shown?.revision} and is at ${row.revision}`;
    if (shown.text !== row.text) return `${row.id} shows ${shown.text}`;
  }
  return data.size === rows.length ? undefined : `it shows ${data.size} rows of ${rows.length}`;
}
