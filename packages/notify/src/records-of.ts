import { parse } from "@tidings/contracts";
import {
  filteredEventNames,
  isAdminEventName,
  type RecordsAudience,
  recordsListenKeys,
  recordsStream,
} from "@tidings/contracts/records";
import type { ServeOptions } from "@tidings/hub/web";
import { NotifyError } from "./error.ts";

/** Who listens to records. The caller must have authenticated them. */
export interface RecordsOwner {
  readonly userId: string;
  /** Whether the user gets the events that are for admins only. Default false. */
  readonly admin?: boolean | undefined;
  /** The value of `?events=`. Default: every event. */
  readonly events?: string | undefined;
}

/** The options for `serveStream` for one listener's records. */
export interface RecordsServing extends ServeOptions<typeof recordsStream> {
  readonly greeting: {
    readonly message: "Connected to the event stream";
    readonly userId: string;
    readonly events: string[] | null;
    readonly timestamp: string;
  };
}

/**
 * Makes the options for `serveStream` that serve one listener's records: events to everyone, their own, and for admins
 * the admins' events, filtered by `events`. Call it again for each connection.
 *
 * @throws NotifyError `invalid_filter` for names of no event, `forbidden` for admins' events if the user is not an
 *   admin; the message is for the caller of the route
 * @example export const GET = (request: Request) => serveStream(hub, request, recordsOf({ userId: "user123" }));
 */
export function recordsOf({ userId, admin = false, events }: RecordsOwner): RecordsServing {
  const query = parse(recordsStream.query, { events });
  if (!query.ok) throw new NotifyError("invalid_filter", query.issues.join("; "));
  const names = filteredEventNames(events);
  const forbidden = admin ? [] : (names ?? []).filter(isAdminEventName);
  if (forbidden.length > 0) throw new NotifyError("forbidden", `Only admins may hear ${forbidden.join(", ")}`);
  const audiences: readonly RecordsAudience[] = ["all", { userId }, ...(admin ? (["admin"] as const) : [])];
  return {
    stream: recordsStream,
    topics: recordsListenKeys(audiences, events).map((key) => recordsStream.topic(key)),
    greeting: {
      message: "Connected to the event stream",
      userId,
      events: names === undefined ? null : [...names],
      timestamp: new Date().toISOString(),
    },
    principal: { id: userId },
  };
}
