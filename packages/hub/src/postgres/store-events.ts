import { HubError } from "../error.ts";
import type { NewEvent } from "../log/event-log.ts";
import { checkEventName } from "../log/event-name.ts";
import type { Position } from "../log/position.ts";
import { type StoredEvent, toPosition } from "./event-row.ts";
import type { PostgresQueries } from "./pool.ts";

/** The result of storing several events together. */
export interface Stored {
  /** One for each event, in order. */
  readonly positions: readonly Position[];
  /** The events that were not stored before (D7), in order. */
  readonly fresh: readonly StoredEvent[];
}

/** The most bytes of a topic or key. More does not fit into a page of PostgreSQL's indexes. */
const MAX_INDEXED = 2000;

/**
 * Refuses events that PostgreSQL cannot store, before they reach a transaction that others share. Retrying such an
 * event never helps, so it must not look like a failure of the log (D14.3).
 *
 * @throws HubError `invalid_event`
 */
export function checkStorable(events: readonly NewEvent[]): void {
  for (const { topic, event, key, coalesceKey, exceptConnection } of events) {
    checkEventName(event);
    for (const [name, value] of Object.entries({ topic, key, coalesceKey, exceptConnection })) {
      if (value === undefined) continue;
      if (value.includes("\0") || !value.isWellFormed()) {
        throw refuse(event, `its ${name} holds NUL or half a character, which PostgreSQL cannot store`);
      }
    }
    for (const [name, value] of Object.entries({ topic, key })) {
      if (value !== undefined && Buffer.byteLength(value) > MAX_INDEXED) {
        throw refuse(event, `its ${name} is longer than ${MAX_INDEXED} bytes, which PostgreSQL cannot index`);
      }
    }
  }
}

/** Stores events with `event_log_append`, in the transaction of `queries` if it has one. */
export async function storeEvents(queries: PostgresQueries, events: readonly NewEvent[]): Promise<Stored> {
  const input = events.map(({ topic, event, data, key, coalesceKey, expiresAt, exceptConnection }, n) => ({
    n,
    topic,
    event,
    data,
    key,
    coalesce_key: coalesceKey,
    expires_at: toWholeMs(expiresAt),
    except_connection: exceptConnection,
  }));
  const { rows } = await queries.query("SELECT n, epoch, sequence, fresh FROM event_log_append($1::json)", [
    JSON.stringify(input),
  ]);
  const positions: Position[] = [];
  const fresh: StoredEvent[] = [];
  for (const [index, row] of rows.entries()) {
    const position = toPosition(row);
    positions.push(position);
    const event = events[index];
    if (row.fresh === true && event !== undefined) fresh.push({ ...event, position });
  }
  return { positions, fresh };
}

/** Null for a time beyond what the database can hold: such an event never expires. */
function toWholeMs(time: number | undefined): number | null {
  if (time === undefined || Number.isNaN(time) || time > Number.MAX_SAFE_INTEGER) return null;
  return Math.floor(Math.max(Number.MIN_SAFE_INTEGER, time));
}

function refuse(event: string, issue: string): HubError {
  return new HubError("invalid_event", `event ${JSON.stringify(event)}: ${issue}; choose another one`, [issue]);
}
