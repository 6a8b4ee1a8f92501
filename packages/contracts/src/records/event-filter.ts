/** Source 004's events, and custom ones: what a stream can be asked for. */
const names = [
  "record.created",
  "record.updated",
  "system.alert",
  "notification",
  "prescription.statusChanged",
  "appointment.reminder",
] as const;

/** One of the source's events. */
export type RecordEventName = (typeof names)[number];

/** The source's events; a stream without a filter hears them all, and custom ones too. */
export const recordEventNames: readonly RecordEventName[] = names;

/** The families that the source's events belong to: a name in one of them that is none of them is a mistake. */
const FAMILIES = /^(record|system|prescription|appointment)(\.|$)/;
const CUSTOM = /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/;
/** Custom events that only admins hear. */
const ADMIN = /^admin\./;

/** Whether a name is one of the source's. */
export function isRecordEventName(name: string): name is RecordEventName {
  return recordEventNames.some((known) => known === name);
}

/** Whether a name may be a custom event's: words of letters, digits, `_` and `-` with dots between, 64 characters at most. */
export function isCustomEventName(name: string): boolean {
  const own = name === "connected" || name === "ending" || name === "message";
  return CUSTOM.test(name) && name.length <= 64 && !FAMILIES.test(name) && name !== "notification" && !own;
}

/** Whether only admins hear an event: a custom one whose first word is `admin`. */
export function isAdminEventName(name: string): boolean {
  return ADMIN.test(name);
}

/** The names of `?events=a,b`, each once. */
export function splitEventNames(events: string): readonly string[] {
  return [...new Set(events.split(",").map((name) => name.trim()))];
}

/** The names in `?events=` that there is no event of. */
export function unknownEventNames(events: string): readonly string[] {
  return splitEventNames(events).filter((name) => !isRecordEventName(name) && !isCustomEventName(name));
}
