import type { Change, ChangeSource } from "@tidings/outbox";
import type { Random } from "../random.ts";
import type { Row } from "./contract.ts";

/** The source of truth: rows that survive every crash, and the changes that are still to be told. */
export interface Rows {
  /** Changes or adds a row of a topic, and writes the change down with it. */
  change(topic: string): Row;
  of(topics: readonly string[]): readonly Row[];
  /** The relay's view; one that died moves nothing. */
  source(isAlive: () => boolean): ChangeSource;
  /** Changes that no relay has seen through yet. */
  readonly pending: number;
}

/** What a change carries to the relay's mapper. */
export interface RowChange {
  readonly topic: string;
  readonly row: Row;
}

// Whatever a payload may hold, cut anywhere on its way.
const TEXTS = ["plain", "two\nlines", "Ünïcödé 🎉", "\u2028 data: x\r\nid: 7", ""];

/** Rows in memory: few enough to be changed again, many enough that most changes are somebody's last. */
export function createRows(random: Random, rowsPerTopic: number): Rows {
  const topics = new Map<string, Map<string, Row>>();
  const changes: Change[] = [];
  let cursor = 0;

  return {
    change(topic) {
      const rows = topics.get(topic) ?? new Map<string, Row>();
      topics.set(topic, rows);
      const id = `${topic}${random.int(1, rowsPerTopic)}`;
      const revision = (rows.get(id)?.revision ?? 0) + 1;
      const row = { id, revision, text: `${random.pick(TEXTS)} ${id} ${revision}` };
      rows.set(id, row);
      changes.push({
        id: changes.length + 1,
        table: "rows",
        rowId: id,
        operation: revision === 1 ? "INSERT" : "UPDATE",
        oldRow: undefined,
        newRow: { topic, row } satisfies RowChange,
      });
      return row;
    },
    of: (wanted) => wanted.flatMap((topic) => [...(topics.get(topic)?.values() ?? [])]),
    source: (isAlive) => ({
      async next(limit) {
        return changes.slice(cursor, cursor + limit);
      },
      async advance(throughId) {
        if (isAlive()) cursor = Math.max(cursor, Number(throughId));
      },
    }),
    get pending() {
      return changes.length - cursor;
    },
  };
}
