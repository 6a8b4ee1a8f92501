import * as z from "zod/mini";

/**
 * `z.int()` by the name that its type has in every zod 4. What the compiler writes for it into a package's declarations
 * would be a name that zod has only since 4.5.
 *
 * @example z.object({ revision: wholeNumber() })
 */
export function wholeNumber(): z.ZodMiniNumber<number> {
  return z.int();
}
