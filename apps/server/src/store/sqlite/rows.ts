import type { Row } from "@tidings/outbox/sqlite";
import * as z from "zod";

/** A row that could not be read, which only another program can have written. */
export interface UnreadableRow {
  readonly table: string;
  /** What names the row, as text: its column `id`, else `userId` or `conversationId`. */
  readonly id: string;
  /** What is wrong, one line an issue; no values. */
  readonly issues: readonly string[];
}

/** Told of rows that were left out. */
export type OnUnreadable = (row: UnreadableRow) => void;

/**
 * Makes the reader of one table's rows: undefined for a row that `read` refuses (S18.1), and `onUnreadable` is told.
 *
 * @param read Throws, a `ZodError` for example, when the row is wrong.
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

/** Whether an entry is there: for `filter`, after a {@link rowReader}. */
export function isThere<T>(entry: T | undefined): entry is T {
  return entry !== undefined;
}

function issuesOf(error: unknown): readonly string[] {
  if (error instanceof z.core.$ZodError) {
    return error.issues.map(({ path, message }) => [...path, message].join(": "));
  }
  return [error instanceof Error ? error.message : String(error)];
}
