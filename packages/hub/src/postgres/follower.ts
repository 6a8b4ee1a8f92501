import type { Listeners } from "@tidings/contracts/listeners";
import type { Position } from "../log/position.ts";
import type { Subscribers } from "../log/subscribers.ts";
import { EVENT_COLUMNS, type StoredEvent, toEvent, toPosition } from "./event-row.ts";
import type { PostgresQueries } from "./pool.ts";

/** The most events of one read. */
const PAGE = 200;

/** Delivers to this node the events that all nodes append, each once and in the order of positions. */
export interface Follower {
  /** The newest position that was delivered here. */
  readonly last: Position;
  /**
   * Delivers events that this node has just stored. If events of other nodes come before them, it reads those from the
   * log first.
   */
  accept(fresh: readonly StoredEvent[]): Promise<void>;
  /** Delivers everything that was committed before the call. */
  follow(): Promise<void>;
}

/** Whether `$2:$1` is a position of this log (D2): its life is known, and it lies within it. */
export const KNOWS = `EXISTS (
  SELECT 1 FROM event_log_lives l WHERE l.epoch = $2 AND $1 >= l.starts_after
    AND $1 <= coalesce((SELECT min(later.starts_after) FROM event_log_lives later WHERE later.number > l.number), s.sequence)
)`;

const READ = `
SELECT s.epoch AS head_epoch, s.sequence AS head, ${KNOWS} AS known, ${EVENT_COLUMNS}
FROM event_log_state s
LEFT JOIN LATERAL (SELECT * FROM event_log WHERE sequence > $1 ORDER BY sequence LIMIT ${PAGE}) e ON true
WHERE s.id = 1
ORDER BY e.sequence`;

/**
 * Follows a log with one range read for all topics. Sequences have no holes, so the next event must be `last + 1`. If
 * it is not, events were missed: they were trimmed before this node read them, or the database was restored from a
 * backup. Subscribers are told of that before anything newer is delivered (D27).
 */
export function createFollower(
  queries: PostgresQueries,
  subscribers: Subscribers,
  missed: Listeners<[]>,
  head: Position,
): Follower {
  let last = head;
  let asked = 0;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      for (let seen = -1; seen !== asked; ) {
        seen = asked;
        while (await readPage()) {}
      }
    } finally {
      running = undefined;
    }
  }

  /** Reads a page. Resolves with whether there may be more. */
  async function readPage(): Promise<boolean> {
    const from = last;
    const { rows } = await queries.query(READ, [from.sequence, from.epoch]);
    const [first] = rows;
    // Meanwhile this node delivered events that it stored itself. The next read starts after them.
    if (last.epoch !== from.epoch) return true;
    if (first === undefined || first.known !== true) {
      // This node delivered events that a restore has removed. Its readers must be told even if there are no new
      // events.
      missed.notify();
      if (first === undefined) throw new Error("the table event_log_state has lost its row");
      last = toPosition({ epoch: first.head_epoch, sequence: first.head });
      return false;
    }
    const events = rows.flatMap((row) => (row.sequence === null ? [] : [toEvent(row)]));
    for (const event of events) deliver(event);
    return events.length === PAGE;
  }

  function deliver(event: StoredEvent): void {
    const { sequence } = event.position;
    if (sequence <= last.sequence) return;
    if (sequence > last.sequence + 1) missed.notify();
    last = event.position;
    subscribers.deliver(event);
  }

  function follow(): Promise<void> {
    asked += 1;
    running ??= run();
    return running;
  }

  return {
    get last() {
      return last;
    },
    async accept(fresh) {
      const [first] = fresh;
      if (first === undefined) return;
      const { epoch, sequence } = first.position;
      if (epoch !== last.epoch || sequence > last.sequence + 1) return follow();
      for (const event of fresh) deliver(event);
    },
    follow,
  };
}
