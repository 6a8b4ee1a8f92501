import type { Change } from "@tidings/outbox";
import * as z from "zod";

const row = z.object({ id: z.string() });

/**
 * The id of the user whose rights a change of `users` affects: the id before the change, even if the row has another
 * one now (S12.4).
 */
export function userBefore({ oldRow }: Change): string {
  return row.parse(oldRow).id;
}
