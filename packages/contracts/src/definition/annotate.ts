// Not imported as `z.core`: a bundler would include that whole namespace, with zod's messages in every language.

import { globalRegistry } from "zod/mini";
import { $ZodCheck, type GlobalMeta } from "zod/v4/core";

/**
 * Stores what the API documents say of a schema in zod's registry. It is a check that accepts everything. `z.meta` and
 * `z.describe` do the same, but zod/mini has them only since 4.1.
 *
 * @example z.string().check(annotate({ description: "The conversation whose events are sent" }))
 */
export function annotate(meta: GlobalMeta): $ZodCheck<unknown> {
  const check: $ZodCheck<unknown> = new $ZodCheck({ check: "annotate" });
  check._zod.check = () => {};
  check._zod.onattach = [(schema) => globalRegistry.add(schema, { ...globalRegistry.get(schema), ...meta })];
  return check;
}
