import * as z from "zod/mini";
import type { Schema } from "./event.ts";

/** A value that fits its schema, or why it does not: one line an issue, `path: message`. */
export type Parsed<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly issues: readonly string[] };

/**
 * Holds a value against a schema of the contract. Unknown extra fields are dropped, so that what was never
 * described never travels on (D13, C9).
 *
 * @example parse(order_status_update.schema, JSON.parse(text))
 */
export function parse<S extends Schema>(schema: S, value: unknown): Parsed<z.output<S>> {
  const result = z.safeParse(schema, value);
  if (result.success) return { ok: true, data: result.data };
  return {
    ok: false,
    issues: result.error.issues.map((issue) =>
      issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`,
    ),
  };
}
