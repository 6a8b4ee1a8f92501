import * as z from "zod/mini";
import type { Schema } from "./event.ts";
import { wordIssue } from "./issue-words.ts";

/** A value that fits its schema, or why it does not: one line an issue, in words that name the field. */
export type Parsed<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly issues: readonly string[] };

/** The most lines of a refusal, so that a list with a thousand wrong entries does not get a thousand. */
const MAX_ISSUES = 10;

/**
 * Checks a value against a schema of the contract, and says in plain words what is wrong with it (S21.2). Fields that
 * an object schema does not name are dropped, so that nothing undescribed is passed on (D13.2, C9.1). A strict object
 * refuses them.
 *
 * @param whole What the value is called if an issue belongs to no field. Default "The data".
 * @returns the parsed value, or at most ten issues, each once
 * @example parse(order_status_update.schema, JSON.parse(text))
 * @example parse(sendMessage.body, {}, "The body") // issues: ["conversationId is required", "text is required"]
 */
export function parse<S extends Schema>(schema: S, value: unknown, whole = "The data"): Parsed<z.output<S>> {
  const result = z.safeParse(schema, value, { error: (issue) => wordIssue(issue, whole) });
  if (result.success) return { ok: true, data: result.data };
  const lines = new Set(result.error.issues.map(({ message }) => message));
  return { ok: false, issues: [...lines].slice(0, MAX_ISSUES) };
}
