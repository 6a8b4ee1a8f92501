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

/** Who listens to records: the caller has made sure of it. */
export interface RecordsOwner {
  readonly userId: string;
  /** Whether the user hears what is for admins alone. Default false. */
  readonly admin?: boolean | undefined;
  /** What came as `?events=`. Default: every event. */
  readonly events?: string | undefined;
}

/** What a hub needs to serve somebody's records. */
export interface RecordsServing extends ServeOptions<typeof recordsStream> {
  readonly greeting: {
    readonly message: "Connected to the event stream";
    readonly userId: string;
    readonly events: string[] | null;
    readonly timestamp: string;
  };
}

/**
 * Somebody's records for `serveStream`: everyone's events and their own, admins the admins' too, filtered by `events`.
 * Call it for each connection anew.
 *
 * @throws NotifyError `invalid_filter` for names that there are no events of, `forbidden` for the admins' events where the
 * user is none; the message is for the caller of the route
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
