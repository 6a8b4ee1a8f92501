import type { LogEvent, LogPage, ReadRequest } from "../log/event-log.ts";
import { endPage } from "../log/page-end.ts";
import type { EventTable } from "./event-table.ts";

/** The gap's page. */
export const GAP: LogPage = { gap: true, events: [], more: false };

/** What a page is read within. */
export interface PageBounds {
  /** The newest sequence that anybody may see. */
  readonly head: number;
  /** Events stored before this moment, in milliseconds since 1970, count as trimmed. */
  readonly expiredBefore: number;
}

/**
 * Reads a page of events (D4.5). First the sequences alone, topic by topic, so that SQLite never sorts the events of several
 * topics; then each event by itself, so that a page of large ones is not read further than it goes.
 */
export function readPage(table: EventTable, request: ReadRequest, { head, expiredBefore }: PageBounds): LogPage {
  const { after, limit, maxLength } = request;
  const topics = [...new Set(request.topics)];
  if (topics.some((topic) => table.lost(topic, after.sequence))) return GAP;
  const sequences = topics
    .flatMap((topic) => table.sequencesOf(topic, after.sequence, head, limit + 1))
    .sort((a, b) => a - b)
    .slice(0, limit + 1);
  const first = sequences[0] === undefined ? undefined : table.get(sequences[0]);
  if (first !== undefined && first.at < expiredBefore) return GAP;
  return endPage(eventsOf(table, sequences), limit, maxLength);
}

function* eventsOf(table: EventTable, sequences: readonly number[]): Generator<LogEvent> {
  for (const sequence of sequences) {
    const found = table.get(sequence);
    if (found !== undefined) yield found.event;
  }
}
