import type { AnyStream, ConnectionFields } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { reconnectionTime } from "./reconnection-time.ts";

/** What the hub adds to a greeting. */
interface GreetingFields extends ConnectionFields {
  /**
   * The greeting's id. It is where the replay starts, not the head: a reader cut off in the middle must not skip the
   * rest (D3.3).
   */
  readonly startsAfter: string;
}

/**
 * The first event of a connection, as text.
 *
 * @param greeting What `checkReader` found fit. The hub adds those of its fields that the contract knows (D13.2).
 */
export function encodeGreeting(
  { greeting: { name } }: AnyStream,
  greeting: object,
  { startsAfter, ...fields }: GreetingFields,
): string {
  const known = Object.entries(fields).filter(([field]) => Object.hasOwn(greeting, field));
  return encodeEvent({
    event: name === "message" ? undefined : name,
    id: startsAfter,
    // Replaces what an earlier ending said, which was meant for one reconnection (W14.2).
    retry: reconnectionTime(),
    data: JSON.stringify({ ...greeting, ...Object.fromEntries(known) }),
  });
}
