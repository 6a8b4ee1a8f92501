import { createListeners, type Listeners } from "@tidings/contracts/listeners";
import type { Client } from "./client.ts";
import { ClientError } from "./error.ts";

/**
 * The listeners of something built upon a client: what one throws is reported to the client as `listener_failed`, and
 * the others are served (C14.3).
 *
 * @param owner Whose listeners they are, as the report names it: "the conversation list".
 * @example
 * const listeners = createClientListeners(client, "the desk");
 * const leave = listeners.add(render);
 * listeners.notify();
 */
export function createClientListeners<Args extends readonly unknown[] = []>(
  client: Pick<Client, "report">,
  owner: string,
): Listeners<Args> {
  return createListeners<Args>((cause) => {
    client.report(
      new ClientError("listener_failed", `a listener of ${owner} threw; the others were served`, { cause }),
    );
  });
}
