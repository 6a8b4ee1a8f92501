import type { Change } from "@tidings/outbox";
import * as z from "zod";

const row = z.object({ id: z.string() });

/** Whose rights a change of `users` took: the user as the row had it before, whatever id it has now (S12.4). */
export function userBefore({ oldRow }: Change): string {
  return row.parse(oldRow).id;
}
