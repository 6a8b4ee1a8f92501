import type { StreamQuery } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import {
  filteredEventNames,
  isAdminEventName,
  type RecordsAudience,
  recordsListenKeys,
  recordsStream,
} from "@tidings/contracts/records";
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
  const names = filteredEventNames(events) ?? null;
  const forbidden = user.role === "admin" ? [] : (names ?? []).filter(isAdminEventName);
  if (forbidden.length > 0) {
    throw new ServerError("forbidden", [authErrors[403], `Only admins may hear ${forbidden.join(", ")}`]);
  }
  const audiences: readonly RecordsAudience[] = [
    "all",
    { userId: user.id },
    ...(user.role === "admin" ? (["admin"] as const) : []),
  ];
  return {
    topics: recordsListenKeys(audiences, events).map((key) => recordsStream.topic(key)),
    greeting: {
      message: "Connected to the event stream",
      userId: user.id,
      events: names && [...names],
      timestamp: new Date().toISOString(),
    },
  };
}
