import { recordEventNames, unknownEventNames } from "@tidings/contracts/records";

/** What `?events=` is made of on the page: the brief's events that are ticked, and other names in words. */
export interface EventChoice {
  readonly ticked: readonly string[];
  readonly others: string;
}

/** The query of a choice, or what is wrong with it before the server is asked. */
export function readEventChoice({
  ticked,
  others,
}: EventChoice): { readonly ok: true; readonly events: string } | { readonly ok: false; readonly words: string } {
  const typed = others.split(",").map((name) => name.trim());
  const names = [...recordEventNames.filter((name) => ticked.includes(name)), ...typed].filter((name) => name !== "");
  if (names.length === 0) return { ok: false, words: "Choose at least one event." };
  const events = [...new Set(names)].join(",");
  const unknown = unknownEventNames(events);
  if (unknown.length === 0) return { ok: true, events };
  const quoted = unknown.map((name) => `“${name}”`).join(", ");
  return {
    ok: false,
    words: `There is no event ${quoted}. Choose from the list, or use a name of your own such as backup.finished.`,
  };
}
