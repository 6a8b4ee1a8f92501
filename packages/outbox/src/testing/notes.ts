import { notesStream as notes } from "@tidings/contracts/testing";
import { createHub, type Hub, type Publication, publication } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import type { Change, ChangeSource, DeadLetter } from "../change.ts";

/** An insert of a note. */
export const change = (id: number | bigint, text: unknown, table = "notes"): Change => ({
  id,
  table,
  rowId: String(id),
  operation: "INSERT",
  oldRow: undefined,
  newRow: text,
});

/** A source in memory, and what became of its changes. */
export function createSource(changes: Change[]) {
  let cursor: Change["id"] = 0;
  const dead: DeadLetter[] = [];
  let reads = 0;
  const source: ChangeSource = {
    async next(limit) {
      reads += 1;
      return changes.filter(({ id }) => id > cursor).slice(0, limit);
    },
    async advance(throughId, put) {
      cursor = throughId;
      dead.push(...put);
    },
  };
  return { source, changes, dead, reads: () => reads, cursor: () => cursor };
}

/** Makes a note of each text of a row. */
export function mapNote({ newRow }: Change): readonly Publication[] {
  if (newRow === "throw") throw new Error("cannot be mapped");
  const texts = Array.isArray(newRow) ? newRow : [newRow];
  return texts.map((text) => publication(notes.topic("t"), { event: "note", data: { text } }));
}

/** A hub that records what it was asked to publish. */
export function createPublisher(hub: Hub = createHub({ log: createMemoryLog() })) {
  const published: [unknown, string | undefined][] = [];
  return {
    published,
    async publishAll(publications: readonly Publication[]) {
      const positions = await hub.publishAll(publications);
      published.push(...publications.map(({ data, key }): [unknown, string | undefined] => [data, key]));
      return positions;
    },
  };
}
