import type { DatabaseSync } from "node:sqlite";
import { createEpoch, type Position } from "../log/position.ts";
import { prepare, toInteger } from "./statement.ts";

/** Lives that are remembered although all their events were trimmed: a reader may come back late. */
const REMEMBERED_LIVES = 1000;

interface Life {
  readonly epoch: string;
  /** The newest sequence when it began. */
  readonly startsAfter: number;
}

/** The lives of a log in order, the running one last. */
export interface Lives {
  /** The position of a stored event: its epoch is that of the life in which it was written. */
  positionOf(sequence: number): Position;
  /**
   * Whether this log gave out a position, as far as it still has what came before it. False for one of a future that
   * was lost: written, and then taken back by the restoration of a backup or by a power loss.
   */
  knows(position: Position, head: number): boolean;
}

/**
 * Begins a life of the log. Every opening is one, because nobody can tell what the file went through in between. Call
 * it inside a transaction.
 *
 * @see docs/spec/delivery.md D2.2, D2.3
 */
export function beginLife(database: DatabaseSync, head: number): Lives {
  const previous = readLives(database, head);
  const last = previous.at(-1);
  // Nothing was written in this life, so no position has its epoch. The first life is an exception: an empty log's
  // position has its epoch.
  if (last?.startsAfter === head && previous.length > 1) {
    previous.pop();
    prepare(database, "DELETE FROM event_log_lives WHERE epoch = ?").run(last.epoch);
  }
  const epoch = createEpoch();
  prepare(database, "INSERT INTO event_log_lives (epoch, starts_after) VALUES (?, ?)").run(epoch, head);
  const lives = forgetOldest(database, [...previous, { epoch, startsAfter: head }]);
  const indexOf = new Map(lives.map((life, index) => [life.epoch, index]));

  return {
    positionOf(sequence) {
      const life = lives.findLast(({ startsAfter }) => startsAfter < sequence) ?? lives[0];
      return { epoch: life?.epoch ?? epoch, sequence };
    },
    knows(position, newest) {
      const index = indexOf.get(position.epoch);
      const life = index === undefined ? undefined : lives[index];
      if (index === undefined || life === undefined) return false;
      const endsAt = lives[index + 1]?.startsAfter ?? newest;
      return life.startsAfter <= position.sequence && position.sequence <= endsAt;
    },
  };
}

function readLives(database: DatabaseSync, head: number): Life[] {
  const rows = prepare(database, "SELECT epoch, starts_after FROM event_log_lives ORDER BY number").all();
  return rows.map((row) => ({ epoch: String(row.epoch), startsAfter: Math.min(head, toInteger(row.starts_after)) }));
}

/** A life is kept as long as events of it are stored; of older lives only a bounded number is kept. */
function forgetOldest(database: DatabaseSync, lives: readonly Life[]): readonly Life[] {
  if (lives.length <= REMEMBERED_LIVES) return lives;
  const oldest = prepare(database, "SELECT min(sequence) AS sequence FROM event_log").get()?.sequence;
  const kept = lives.findIndex((_, index) => {
    const endsAt = lives[index + 1]?.startsAfter ?? Number.POSITIVE_INFINITY;
    return index >= lives.length - REMEMBERED_LIVES || (oldest !== null && endsAt >= toInteger(oldest));
  });
  const forget = prepare(database, "DELETE FROM event_log_lives WHERE epoch = ?");
  for (const { epoch } of lives.slice(0, kept)) forget.run(epoch);
  return lives.slice(kept);
}
