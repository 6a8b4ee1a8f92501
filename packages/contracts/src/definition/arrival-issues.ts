import type { Schema } from "./event.ts";
import { parse } from "./parse.ts";

/**
 * Checks that a reader which parses the payload gets the value that was published. Returns one line for each issue.
 *
 * @param json The payload as JSON text.
 */
export function arrivalIssues(schema: Schema, json: string): readonly string[] {
  const arrived = parse(schema, JSON.parse(json));
  if (!arrived.ok) return arrived.issues.map((issue) => `as it arrives, without what is undefined: ${issue}`);
  if (JSON.stringify(arrived.data) === json) return [];
  return ["its schema changes the value once more where it arrives; take the transform out of the schema"];
}
