import type { Turn } from "../encoding/turn.ts";

/** A reader as its rooms see it. */
export interface Member {
  /** The reader's connection id, which an event names that is not for this reader (D23.1). */
  readonly id: string;
  /** The rooms it is in, in the order it joined. */
  readonly rooms: readonly Room[];
  /** Whether its transport waits to be drained. */
  readonly full: boolean;
  deliver(turn: Turn): void;
}

/** The readers of one topic on this node. */
export class Room {
  readonly topic: string;
  readonly members = new Set<Member>();
  /** Resolves once the log delivers the topic to this node. */
  readonly joined: Promise<() => void>;
  /** What this turn brought, while it is being gathered and sent. */
  turn: Turn | undefined;

  constructor(topic: string, joined: Promise<() => void>) {
    this.topic = topic;
    this.joined = joined;
  }
}
