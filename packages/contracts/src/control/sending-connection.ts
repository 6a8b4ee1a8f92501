import * as z from "zod/mini";
import { type Parsed, parse } from "../definition/parse.ts";

/**
 * The header in which a caller names its own open stream, which need not get the event of this request (D23.3): the
 * `connectionId` of that stream's greeting, or {@link NO_CONNECTION}. Without it all connections of the user count as
 * the sender's.
 */
export const CONNECTION_HEADER = "Tidings-Connection-Id";

/**
 * The value of {@link CONNECTION_HEADER} for a caller that has no connection, or shares one with others. No greeting
 * has this id.
 */
export const NO_CONNECTION = "none";

/** The schema of {@link CONNECTION_HEADER}. */
export const connectionName = z
  .string()
  .check(
    z.regex(
      /^[\w.-]{1,64}$/,
      `The header ${CONNECTION_HEADER} must be the connectionId of your stream's greeting, or ${NO_CONNECTION}`,
    ),
  );

/**
 * Reads {@link CONNECTION_HEADER}, the same way on servers and on mocks. A header that is sent twice is refused,
 * because its two values arrive as one.
 *
 * @returns undefined if the header is missing, else the id that it names. Whether such a connection exists is not
 *   checked
 */
export function parseConnectionHeader(value: string | null | undefined): Parsed<string | undefined> {
  return parse(z.optional(connectionName), value ?? undefined, "The header");
}
