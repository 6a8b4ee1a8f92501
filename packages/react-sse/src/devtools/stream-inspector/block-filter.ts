import type { TappedBlock } from "../tapped-connection.ts";

/** What of a stream is shown: everything, its comments, or the events of one name. */
export type BlockFilter = "everything" | "comments" | `event ${string}`;

/** The filter that shows the events of one name. */
export function eventFilter(name: string): BlockFilter {
  return `event ${name}`;
}

/** Whether a block is shown. */
export function passes(filter: BlockFilter, { kind, name }: Pick<TappedBlock, "kind" | "name">): boolean {
  if (filter === "everything") return true;
  if (filter === "comments") return kind === "comment";
  return name !== undefined && filter === eventFilter(name);
}

/** Every filter that would show something, and the one that is set, in the order of an alphabet. */
export function offeredEvents(blocks: readonly TappedBlock[], current: BlockFilter): readonly string[] {
  const names = new Set(blocks.flatMap(({ name }) => (name === undefined ? [] : name)));
  if (current.startsWith("event ")) names.add(current.slice("event ".length));
  return [...names].sort();
}

/** Reads a filter back from a form, where it is only a string. */
export function asFilter(value: string): BlockFilter {
  if (value === "comments") return value;
  return value.startsWith("event ") ? eventFilter(value.slice("event ".length)) : "everything";
}
