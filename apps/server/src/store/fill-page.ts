import { setImmediate as turn } from "node:timers/promises";
import { isThere } from "./rows.ts";
import type { Row } from "./store.ts";

/** How to read a page. */
export interface PageRequest<T> {
  readonly limit: number;
  /** Reads the rows after a row, or the first ones. Returns fewer than `count` only at the end. */
  readonly rows: (after: Row | undefined, count: number) => readonly Row[] | Promise<readonly Row[]>;
  /** Undefined for a row that is left out. */
  readonly read: (row: Row) => T | undefined;
}

/** How many rows are read at a time. Reading and validating them takes a few milliseconds. */
const SLICE = 100;

/**
 * Reads a page. It has fewer entries than its limit only at the end of the list, even if rows are left out, because
 * readers treat a short page as the last. The event loop takes a turn between slices, so that neither a large page nor
 * a thousand invalid rows delay others (S17.2).
 */
export async function fillPage<T>({ limit, rows, read }: PageRequest<T>): Promise<T[]> {
  const page: T[] = [];
  let after: Row | undefined;
  for (;;) {
    const count = Math.min(SLICE, limit - page.length);
    const slice = await rows(after, count);
    page.push(...slice.map(read).filter(isThere));
    after = slice.at(-1);
    if (page.length >= limit || slice.length < count) return page;
    await turn();
  }
}
