import type { AnyStream } from "@tidings/contracts";
import { ClientError } from "../error.ts";

/**
 * What to tell a developer who waits for an event that a stream never has; undefined where it may come. TypeScript refuses
 * such names, and JavaScript does not.
 *
 * @param who Who waits for it, as the message names it: "a listener".
 */
export function unknownEventName(stream: AnyStream, event: string, who: string): ClientError | undefined {
  if (event === "connected" || stream.custom !== undefined || Object.hasOwn(stream.events, event)) return undefined;
  const names = ["connected", ...Object.keys(stream.events)].join(", ");
  const message = `${who} waits for "${event}" of the ${stream.name} stream, which never comes: its events are ${names}`;
  return new ClientError("unknown_event", message, { subject: stream.name, event });
}
