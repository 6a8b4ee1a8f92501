import type { CatchUpBuffer } from "../connection/catch-up-buffer.ts";
import type { HubConnection } from "../connection/connection.ts";
import { type FramedEvent, frame, isExpired } from "../encoding/framed-event.ts";
import { REPLAY_PAGE_LENGTH } from "../limits.ts";
import type { EventLog, LogPage } from "../log/event-log.ts";
import { formatPosition, type Position } from "../log/position.ts";

/** What a connection needs to catch up. */
export interface ReplayRequest {
  readonly log: EventLog;
  readonly topics: readonly string[];
  readonly pageSize: number;
  /** Events after which the reader is asked to come back for the rest. */
  readonly maxEvents: number;
  /** What came live since the connection subscribed. */
  readonly buffer: CatchUpBuffer;
}

/**
 * Sends everything after a position and then lets the connection go live, without loss or doubles (D4.2). The connection is
 * subscribed already: first the log is read to its end, page by page, which makes redundant what was buffered before each
 * read; then what came during the last read is sent from the buffer. A buffer that overflows meanwhile starts it over.
 */
export async function replay(connection: HubConnection, request: ReplayRequest, first: LogPage, after: Position) {
  const { maxEvents, buffer } = request;
  let cursor = after;
  let page: LogPage | undefined = first;
  let sent = 0;
  while (!connection.closed) {
    // The log trimmed events before this slow reader got them: it reconnects and is told of the gap.
    if (page.gap) return connection.close("slow");
    await send(connection, page.events.map(frame));
    cursor = page.events.at(-1)?.position ?? cursor;
    sent += page.events.length;
    // A replay that long would crowd out the live readers; it goes on with the reader's next connection, and from
    // here: a reader for whom nothing was worth sending has no newer id.
    if (page.more && sent >= maxEvents) return connection.end("paused", 0, { position: formatPosition(cursor) });
    if (!page.more) cursor = await drainBuffer(connection, buffer, cursor);
    if (!page.more && !buffer.overflowed) return;
    page = await readOn(connection, request, cursor);
    if (page === undefined) return;
  }
}

/** Reads the next page, after others had a turn. Undefined where the reader is gone. */
export async function readOn(
  connection: HubConnection,
  { log, topics, pageSize, buffer }: ReplayRequest,
  cursor: Position,
): Promise<LogPage | undefined> {
  // A log in this process and a socket that takes everything would not let anyone else have a turn (D9.5).
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (connection.closed) return undefined;
  buffer.reset();
  return log.read({ topics, after: cursor, limit: pageSize, maxLength: REPLAY_PAGE_LENGTH });
}

/**
 * Sends what came since the log was read, until nothing is left, and goes live then. Stops where the buffer overflowed.
 *
 * @returns The last position that was sent
 */
async function drainBuffer(connection: HubConnection, buffer: CatchUpBuffer, after: Position): Promise<Position> {
  let cursor = after;
  while (!connection.closed && !buffer.overflowed) {
    const buffered = buffer.after(cursor.sequence);
    if (buffered.length === 0) {
      // No await between reading the buffer and going live: nothing can come in between.
      connection.goLive(cursor);
      return cursor;
    }
    cursor = buffered.findLast(({ event }) => event.position)?.event.position ?? cursor;
    buffer.reset();
    await send(connection, buffered);
  }
  return cursor;
}

/** Sends what is still worth it and for this reader, in one write. */
function send(connection: HubConnection, events: readonly FramedEvent[]): Promise<void> {
  const now = Date.now();
  const unexpired = events.filter(({ event }) => !isExpired(event, now) && event.exceptConnection !== connection.id);
  return connection.send(unexpired, unexpired.length);
}
