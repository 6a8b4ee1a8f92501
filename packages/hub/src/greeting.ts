import { type AnyStream, type ConnectionFields, checkGreeting } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { HubError } from "./error.ts";
import { reconnectionTime } from "./reconnection-time.ts";

/** What the hub adds to a greeting. */
interface GreetingFields extends ConnectionFields {
  /**
   * The greeting's id. It is where the replay starts, not the head: a reader cut off in the middle must not skip the
   * rest (D3).
   */
  readonly startsAfter: string;
}

/**
 * The first event of a connection, as text.
 *
 * @throws HubError `invalid_greeting`: the route's fields and the contract disagree
 */
export function encodeGreeting(
  { stream, greeting }: { readonly stream: AnyStream; readonly greeting: Readonly<Record<string, unknown>> },
  { startsAfter, ...fields }: GreetingFields,
): string {
  const checked = checkGreeting(stream, { ...greeting, ...fields });
  if (!checked.ok) throw new HubError("invalid_greeting", checked.message, checked.issues, checked.cause);
  return encodeEvent({
    event: stream.greeting.name === "message" ? undefined : stream.greeting.name,
    id: startsAfter,
    // Whatever an end before it said: that was for once (W14).
    retry: reconnectionTime(),
    data: JSON.stringify(checked.data),
  });
}
