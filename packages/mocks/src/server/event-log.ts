import type { ResumeOutcome } from "@tidings/contracts";

/** One stored event, framed and ready for any connection. */
interface LogEntry {
  /** The topic's name. */
  readonly topic: string;
  readonly frame: string;
}

/** What a reconnecting reader gets: the outcome (D4.3) and the missed events. */
interface Replay {
  readonly resume: ResumeOutcome;
  readonly frames: readonly string[];
}

/** The stored events of one mock server, with positions as the real log gives them: `epoch:sequence`. */
export interface EventLog {
  /** Assigns a position, stores the text that `frame` makes for it, and returns the position. */
  append(topic: string, frame: (position: string) => string): string;
  /** The position of the newest event. */
  head(): string;
  /** What a reader of `topics` missed since `position`; `undefined` for a first connection. */
  since(position: string | undefined, topics: ReadonlySet<string>): Replay;
  /** Begins a new epoch. Resuming from any earlier position is a gap from now on. */
  forget(): void;
}

/**
 * Makes an empty log.
 *
 * @param seed A number that makes the epochs of logs differ, for example the time.
 * @param retention Events kept for replay. 0 makes every missed event a gap; Infinity keeps all.
 */
export function createEventLog(seed: number, retention: number): EventLog {
  let generation = 0;
  let epoch = seed.toString(36);
  let sequence = 0;
  let entries: (LogEntry & { readonly sequence: number })[] = [];

  const positionOf = (at: number) => `${epoch}:${at}`;

  return {
    append(topic, frame) {
      sequence += 1;
      const position = positionOf(sequence);
      entries.push({ topic, frame: frame(position), sequence });
      if (entries.length > retention) entries.shift();
      return position;
    },
    head: () => positionOf(sequence),
    since(position, topics) {
      if (position === undefined) return { resume: "none", frames: [] };
      const [, of, digits] = /^(.+):(\d+)$/.exec(position) ?? [];
      const seen = Number(digits);
      const isKept = of === epoch && seen >= sequence - entries.length && seen <= sequence;
      if (!isKept) return { resume: "gap", frames: [] };
      const missed = entries.filter((entry) => entry.sequence > seen && topics.has(entry.topic));
      return { resume: "complete", frames: missed.map((entry) => entry.frame) };
    },
    forget() {
      generation += 1;
      epoch = `${seed.toString(36)}-${generation}`;
      sequence = 0;
      entries = [];
    },
  };
}
