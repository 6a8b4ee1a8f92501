import { CatchUpBuffer } from "../connection/catch-up-buffer.ts";
import type { HubConnection } from "../connection/connection.ts";
import type { Position } from "../log/position.ts";
import { type ReplayRequest, readOn, replay } from "./replay.ts";

/** What {@link resynchronize} needs to know of its hub. */
export interface ResyncRequest extends Omit<ReplayRequest, "topics" | "buffer"> {
  /** The newest position that the log delivered to this node. All readers have what came until then. */
  readonly received: Position | undefined;
  readonly maxQueueBytes: number;
  /** Told of what a log throws; it ends that connection. */
  readonly onFailure: (connection: HubConnection, error: unknown) => void;
}

/** Readers that begin to read the log in one turn of the event loop: a node may have many thousands. */
const PER_TURN = 64;

/**
 * Reads the log again for every live reader of a node that may have missed events (D27.2). What comes meanwhile is held, as
 * for a reader that resumes, so that nothing is lost, nothing comes twice, and the order stays. A reader whose position the
 * log no longer knows is cut: it comes back and is told of the gap (D27.3). Ephemeral events that were missed are lost (D27.4).
 *
 * @returns How many readers that are
 */
export function resynchronize(connections: Iterable<HubConnection>, request: ResyncRequest): number {
  const starts: (() => void)[] = [];
  for (const connection of connections) {
    const buffer = new CatchUpBuffer(request.maxQueueBytes);
    // At once, for all of them: the log may deliver newer events in this very turn.
    const liveSince = connection.catchUpAgain(buffer);
    if (liveSince === undefined) continue;
    const after = later(liveSince, request.received);
    starts.push(() => {
      readAgain(connection, { ...request, topics: connection.topics, buffer }, after).catch((error: unknown) =>
        request.onFailure(connection, error),
      );
    });
  }
  const startSome = () => {
    for (const start of starts.splice(0, PER_TURN)) start();
    if (starts.length > 0) setImmediate(startSome);
  };
  const count = starts.length;
  startSome();
  return count;
}

async function readAgain(connection: HubConnection, request: ReplayRequest, after: Position): Promise<void> {
  // What waits for a full socket is older than what the log has.
  await connection.emptied();
  const page = await readOn(connection, request, after);
  if (page !== undefined) await replay(connection, request, page, after);
}

function later(one: Position, other: Position | undefined): Position {
  return other !== undefined && other.sequence > one.sequence ? other : one;
}
