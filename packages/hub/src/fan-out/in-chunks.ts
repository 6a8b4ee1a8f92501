/**
 * Readers looked at before the first of them is written to. The objects of thousands of connections are in no cache: a
 * short loop of looks lets the processor fetch many at a time, where write upon write waits for each. A tenth of a
 * delivery; more readers at once gain nothing.
 */
export const LOOKAHEAD = 64;

/** Calls `each` with the items in groups of {@link LOOKAHEAD}, the last one smaller; not at all where there are none. */
export function inChunks<Item>(items: Iterable<Item>, each: (chunk: readonly Item[]) => void): void {
  let chunk: Item[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < LOOKAHEAD) continue;
    each(chunk);
    chunk = [];
  }
  if (chunk.length > 0) each(chunk);
}
