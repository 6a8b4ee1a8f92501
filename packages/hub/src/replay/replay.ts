import type { HubConnection } from "../connection/connection.ts";
import type { Hold } from "../connection/hold.ts";
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
  /** Holds what came live since the connection subscribed. */
  readonly hold: Hold;
}

/**
 * Sends everything after a position and then lets the connection go live, without loss or doubles (D4): the
 * connection is subscribed already; each page read makes what was held before it redundant, and what came during the
 * last read is sent from the hold.
 */
export async function replay(connection: HubConnection, request: ReplayRequest, first: LogPage, after: Position) {
  const { log, topics, pageSize, maxEvents, hold } = request;
  let cursor = after;
  let page = first;
  let sent = 0;
  while (!connection.closed) {
    await send(connection, page.events.map(frame));
    cursor = page.events.at(-1)?.position ?? cursor;
    sent += page.events.length;
    // A replay that long would crowd out the live readers; it goes on with the reader's next connection, and from
    // here: a reader for whom nothing was worth sending has no newer id.
    if (page.more && sent >= maxEvents) return connection.end("paused", 0, { position: formatPosition(cursor) });
    if (!page.more && !hold.overflowed) {
      const held = hold.after(cursor.sequence);
      // No await between reading the hold and going live: nothing can come in between.
      if (held.length === 0) return connection.goLive(cursor.sequence);
      cursor = held.findLast(({ event }) => event.position)?.event.position ?? cursor;
      hold.reset();
      await send(connection, held);
      page = { gap: false, events: [], more: false };
      continue;
    }
    // A log in this process and a socket that takes everything would not let anyone else have a turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (connection.closed) return;
    hold.reset();
    page = await log.read({ topics, after: cursor, limit: pageSize, maxLength: REPLAY_PAGE_LENGTH });
    // Trimmed away under a reader that was too slow for its replay: it starts again and is told.
    if (page.gap) return connection.close("slow");
  }
}

/** Sends what is still worth it and for this reader, in one write. */
function send(connection: HubConnection, events: readonly FramedEvent[]): Promise<void> {
  const now = Date.now();
  const unexpired = events.filter(({ event }) => !isExpired(event, now) && event.exceptConnection !== connection.id);
  return connection.send(unexpired, unexpired.length);
}
