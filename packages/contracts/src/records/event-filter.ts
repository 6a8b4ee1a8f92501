/** Brief 004's events, and custom ones: what a stream can be asked for. */
const names = [
  "record.created",
  "record.updated",
  "system.alert",
  "notification",
  "prescription.statusChanged",
  "appointment.reminder",
] as const;

/** One of the brief's events. */
export type RecordEventName = (typeof names)[number];

/** The brief's events; a stream without a filter hears them all, and custom ones too. */
export const recordEventNames: readonly RecordEventName[] = names;

/** The families that the brief's events belong to: a name in one of them that is none of them is a mistake. */
const FAMILIES = /^(record|system|prescription|appointment)(\.|$)/i;
const CUSTOM = /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/;
/** Custom events that only admins hear, however they write it. */
const ADMIN = /^admin\./i;
/** What the hub itself sends. */
const RESERVED: readonly string[] = ["connected", "ending", "message", "batch"];

/** Whether a name is one of the brief's. */
export function isRecordEventName(name: string): name is RecordEventName {
  return recordEventNames.some((known) => known === name);
}

/**
 * Whether a name may be a custom event's: words of letters, digits, `_` and `-` with dots between, 64 characters at most.
 * A name that only case, dots, dashes or a plural tell from one of the brief's is none: it would be a mistake that
 * stays silent for ever.
 */
export function isCustomEventName(name: string): boolean {
  const taken = RESERVED.includes(name.toLowerCase()) || isRecordEventName(name) || likelyEventName(name) !== undefined;
  return CUSTOM.test(name) && name.length <= 64 && !FAMILIES.test(name) && !taken;
}

/** The one of the brief's names that a name is meant to be, if it is not that name but has its letters. */
function likelyEventName(name: string): RecordEventName | undefined {
  const letters = lettersOf(name);
  return recordEventNames.find((known) => known !== name && lettersOf(known) === letters);
}

function lettersOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/s$/, "");
}

/** Whether only admins hear an event: a custom one whose first word is `admin`. */
export function isAdminEventName(name: string): boolean {
  return ADMIN.test(name);
}

/** The names of `?events=a,b`, each once, without the spaces and empty places between commas. */
function splitEventNames(events: string): readonly string[] {
  const trimmed = events.split(",").map((name) => name.trim());
  return [...new Set(trimmed.filter((name) => name !== ""))];
}

/** The names that `?events=` filters by; undefined where it names none and so filters nothing. */
export function filteredEventNames(events: string | undefined): readonly string[] | undefined {
  const named = splitEventNames(events ?? "");
  return named.length === 0 ? undefined : named;
}

/** The names in `?events=` that there is no event of. */
export function unknownEventNames(events: string): readonly string[] {
  return splitEventNames(events).filter((name) => !isRecordEventName(name) && !isCustomEventName(name));
}

/** What is wrong with `?events=`, in words; undefined where nothing is. */
export function eventFilterIssue(events: string): string | undefined {
  const unknown = unknownEventNames(events);
  if (unknown.length === 0) return undefined;
  const meant = unknown.flatMap((name) => likelyEventName(name) ?? []);
  const quoted = unknown.map((name) => JSON.stringify(name)).join(", ");
  const hint = meant.length > 0 ? `did you mean ${[...new Set(meant)].join(", ")}?` : undefined;
  return `There is no event ${quoted}; ${hint ?? `there are ${recordEventNames.join(", ")}, and custom ones`}`;
}
