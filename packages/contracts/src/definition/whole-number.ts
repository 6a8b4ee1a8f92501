import * as z from "zod/mini";

/**
 * `z.int()`, typed by a name that every zod 4 has. The type that the compiler would write into the package's
 * declarations exists only since zod 4.5.
 *
 * @example z.object({ revision: wholeNumber() })
 */
export function wholeNumber(): z.ZodMiniNumber<number> {
  return z.int();
}
