import type { ResumeOutcome } from "@tidings/contracts";
import { REPLAY_PAGE_LENGTH } from "../limits.ts";
import type { EventLog, LogPage } from "../log/event-log.ts";
import { type Position, parsePosition } from "../log/position.ts";

/** Where a connection starts. */
export interface ResumePoint {
  readonly resume: ResumeOutcome;
  /** Everything sent after the greeting comes after this position. */
  readonly after: Position;
  /** The first of what was missed. */
  readonly page: LogPage;
}

const NOTHING: LogPage = { gap: false, events: [], more: false };

/**
 * Looks up the position that a reader sent in the log (D4.3). Without one, and after a gap, the reader starts at the
 * head.
 */
export async function resolveResumePoint(
  log: EventLog,
  at: {
    readonly lastEventId: string | undefined;
    readonly topics: readonly string[];
    readonly head: Position;
    readonly limit: number;
  },
): Promise<ResumePoint> {
  if (!at.lastEventId) return { resume: "none", after: at.head, page: NOTHING };
  const after = parsePosition(at.lastEventId);
  if (after === undefined) return { resume: "gap", after: at.head, page: NOTHING };
  const page = await log.read({ topics: at.topics, after, limit: at.limit, maxLength: REPLAY_PAGE_LENGTH });
  return page.gap ? { resume: "gap", after: at.head, page: NOTHING } : { resume: "complete", after, page };
}
