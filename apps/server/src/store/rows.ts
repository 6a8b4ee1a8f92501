import * as z from "zod";
import type { Row } from "./store.ts";

/** A row that could not be read, which only another program can have written. */
export interface UnreadableRow {
  readonly table: string;
  /** The row's id as text: its column `id`, else `userId` or `conversationId`. */
  readonly id: string;
  /** What is wrong, one line an issue; no values. */
  readonly issues: readonly string[];
}

/** Called for rows that were left out. */
export type OnUnreadable = (row: UnreadableRow) => void;

/**
 * Makes the reader of one table's rows: it returns undefined for a row that `read` refuses (S18.1), and calls
 * `onUnreadable`.
 *
 * @param read Throws if the row is invalid, for example a `ZodError`.
 * @example const readUser = rowReader("users", (row) => z.parse(user, row), onUnreadable);
 */
export function rowReader<T>(
  table: string,
  read: (row: Row) => T,
  onUnreadable: OnUnreadable,
): (row: Row | undefined) => T | undefined {
  return (row) => {
    if (row === undefined) return undefined;
    try {
      return read(row);
    } catch (error) {
      const id = String(row.id ?? row.userId ?? row.conversationId).slice(0, 200);
      onUnreadable({ table, id, issues: issuesOf(error) });
      return undefined;
    }
  };
}

/** Whether a {@link rowReader} returned an entry; for `filter`. */
export function isThere<T>(entry: T | undefined): entry is T {
  return entry !== undefined;
}

function issuesOf(error: unknown): readonly string[] {
  if (error instanceof z.core.$ZodError) {
    return error.issues.map(({ path, message }) => [...path, message].join(": "));
  }
  return [error instanceof Error ? error.message : String(error)];
}
