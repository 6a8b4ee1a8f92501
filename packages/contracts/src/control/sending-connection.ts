import * as z from "zod/mini";
import { type Parsed, parse } from "../definition/parse.ts";

/**
 * The header by which a caller names the connection on which it hears of what it does (D23.3): the `connectionId` of that
 * stream's greeting, or {@link NO_CONNECTION}. Without it the caller's whole user counts as the sender.
 */
export const CONNECTION_HEADER = "Tidings-Connection-Id";

/** In {@link CONNECTION_HEADER}: the caller has no connection, or shares one with others. No greeting has this id. */
export const NO_CONNECTION = "none";

/** What {@link CONNECTION_HEADER} takes. */
export const connectionName = z
  .string()
  .check(
    z.regex(
      /^[\w.-]{1,64}$/,
      `The header ${CONNECTION_HEADER} must be the connectionId of your stream's greeting, or ${NO_CONNECTION}`,
    ),
  );

/**
 * Reads {@link CONNECTION_HEADER}, the same way on servers and on mocks. A header that is given twice is refused, as
 * its two values arrive as one.
 *
 * @returns undefined where the header is missing, else what it names, whether there is such a connection or not
 */
export function parseConnectionHeader(value: string | null | undefined): Parsed<string | undefined> {
  return parse(z.optional(connectionName), value ?? undefined, "The header");
}
