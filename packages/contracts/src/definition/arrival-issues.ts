import type { Schema } from "./event.ts";
import { parse } from "./parse.ts";

/**
 * What is wrong with a payload where it arrives, one line an issue: the reader's parse must give out what was published.
 *
 * @param json The payload as it travels.
 */
export function arrivalIssues(schema: Schema, json: string): readonly string[] {
  const arrived = parse(schema, JSON.parse(json));
  if (!arrived.ok) return arrived.issues.map((issue) => `as it arrives, without what is undefined: ${issue}`);
  if (JSON.stringify(arrived.data) === json) return [];
  return ["its schema changes the value once more where it arrives; take the transform out of the schema"];
}
