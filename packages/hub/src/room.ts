import type { Batch } from "./batch.ts";
import type { Connection } from "./connection.ts";

/** The readers of one topic on this node. */
export class Room {
  readonly topic: string;
  readonly members = new Set<Connection>();
  /** Resolves once the log delivers the topic to this node. */
  readonly joined: Promise<() => void>;
  /** What this turn brought, while it is being gathered and sent. */
  batch: Batch | undefined;

  constructor(topic: string, joined: Promise<() => void>) {
    this.topic = topic;
    this.joined = joined;
  }
}
