import type { StreamQuery } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import type { recordsStream } from "@tidings/contracts/records";
import { NotifyError, recordsOf } from "@tidings/notify";
import type { Subscription } from "../../http/serve-stream-route.ts";
import { ServerError } from "../../server-error.ts";

/**
 * What a user hears on the records stream: everyone's events and their own, admins the admins' too, each filtered by
 * `events=`.
 *
 * @throws ServerError `forbidden` for the name of an event that the user may not hear
 */
export function subscribeToRecords(
  user: User,
  { events }: StreamQuery<typeof recordsStream>,
): Omit<Subscription<typeof recordsStream>, "maxConnections"> {
  try {
    const { topics, greeting } = recordsOf({ userId: user.id, admin: user.role === "admin", events });
    return { topics, greeting };
  } catch (error) {
    if (!(error instanceof NotifyError) || error.code !== "forbidden") throw error;
    throw new ServerError("forbidden", [authErrors[403], error.message]);
  }
}
