import { filteredEventNames, isRecordEventName, recordEventNames } from "./event-filter.ts";

/** Whom an event is for: everyone who is signed in, the admins, or one user. */
export type RecordsAudience = "all" | "admin" | { readonly userId: string };

/** The key of the topic of custom events for a connection that does not filter. */
const ANY_CUSTOM = "*";

function key(audience: RecordsAudience, name: string): string {
  const whose = typeof audience === "string" ? audience : `user:${encodeURIComponent(audience.userId.toWellFormed())}`;
  return `${whose}/${name}`;
}

/**
 * Where an event is published. A custom one goes to two topics, and a connection listens to one of them: to its name if
 * it filters, to all custom ones if it does not.
 */
export function recordsPublishKeys(audience: RecordsAudience, event: string): readonly string[] {
  return isRecordEventName(event) ? [key(audience, event)] : [key(audience, ANY_CUSTOM), key(audience, event)];
}

/** What a connection listens to: for each audience that it belongs to, the events of its `?events=`, or all. */
export function recordsListenKeys(audiences: readonly RecordsAudience[], events?: string): readonly string[] {
  const names = filteredEventNames(events) ?? [...recordEventNames, ANY_CUSTOM];
  return audiences.flatMap((audience) => names.map((name) => key(audience, name)));
}
