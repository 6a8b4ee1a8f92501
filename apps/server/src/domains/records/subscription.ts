import { Refusal } from "@tidings/admission";
import type { Subscription } from "@tidings/admission/http";
import type { StreamQuery } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import type { recordsStream } from "@tidings/contracts/records";
import { NotifyError, recordsOf } from "@tidings/notify";

/**
 * The topics of a user on the records stream: everyone's events, the user's own, and for admins the admins', each
 * filtered by `events=`.
 *
 * @throws Refusal `forbidden` for the name of an event that the user may not get
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
    throw new Refusal("forbidden", [authErrors[403], error.message]);
  }
}
