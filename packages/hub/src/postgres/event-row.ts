import type { LogEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import type { PostgresResult } from "./pool.ts";

/** A row of `pg`. */
export type Row = PostgresResult["rows"][number];

/** A stored event: its position is certain. */
export type StoredEvent = LogEvent & { readonly position: Position };

/** The columns that {@link toEvent} reads, of the table or alias `e`. */
export const EVENT_COLUMNS =
  "e.sequence, e.epoch, e.topic, e.event, e.data, e.coalesce_key, e.expires_at, e.except_connection, e.at";

/** Reads a row of `event_log`. The application may have configured any type for bigints. */
export function toEvent(row: Row): StoredEvent {
  return {
    topic: String(row.topic),
    event: String(row.event),
    data: String(row.data),
    coalesceKey: row.coalesce_key === null ? undefined : String(row.coalesce_key),
    expiresAt: row.expires_at === null ? undefined : Number(row.expires_at),
    exceptConnection: row.except_connection === null ? undefined : String(row.except_connection),
    position: toPosition(row),
  };
}

export function toPosition({ epoch, sequence }: Row): Position {
  return { epoch: String(epoch), sequence: Number(sequence) };
}
