// Not by `z.core`: a bundler takes all of that namespace, with every language of zod's words.

import { globalRegistry } from "zod/mini";
import { $ZodCheck, type GlobalMeta } from "zod/v4/core";

/**
 * A check that checks nothing: it keeps what the API documents say of a schema in zod's registry. It does what `z.meta` and
 * `z.describe` do, which zod/mini has only since 4.1.
 *
 * @example z.string().check(annotate({ description: "Whose events" }))
 */
export function annotate(meta: GlobalMeta): $ZodCheck<unknown> {
  const check: $ZodCheck<unknown> = new $ZodCheck({ check: "annotate" });
  check._zod.check = () => {};
  check._zod.onattach = [(schema) => globalRegistry.add(schema, { ...globalRegistry.get(schema), ...meta })];
  return check;
}
