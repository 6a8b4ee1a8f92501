/** A node that is alive. */
export interface NodeState {
  /** Made anew at each start. */
  readonly id: string;
  /** What the node said of itself at its last sign of life, as JSON can hold it. */
  readonly facts: unknown;
}

/** A member came to a place, or has left it on every node. */
export interface PresenceChange {
  readonly place: string;
  readonly member: string;
  readonly isPresent: boolean;
}

/**
 * The port of what the nodes of one deployment know of each other: which are alive and what each says of itself, who is
 * present on any of them, and which of them does what only one may do. `createMemoryNodes` fills it for one process,
 * `createPostgresNodes` for any number; both pass `describeNodes` of `@tidings/hub/testing/suites`.
 */
export interface Nodes {
  /** This node's own. */
  readonly id: string;
  /**
   * Resolves with all nodes that are alive, this one first. An answer made of them can say how many there are
   * (D30.5).
   *
   * @throws HubError `log_failed` if the others cannot be asked
   */
  all(): Promise<readonly NodeState[]>;
  /**
   * A member comes to a place on this node; call {@link Nodes.leave} as often. Any two texts: a user and "chat", for
   * example. What cannot be stored now is stored later (D30.2).
   *
   * @throws HubError `invalid_options` for what is no text, or holds NUL
   */
  enter(place: string, member: string): void;
  /** A member leaves a place on this node. Harmless for one who is not there. */
  leave(place: string, member: string): void;
  /** Resolves when all that was entered and left before has been stored, or could not be. */
  settled(): Promise<void>;
  /**
   * Resolves with those of the given members who are present in a place, on any node.
   *
   * @throws HubError `log_failed` if the others cannot be asked
   */
  present(place: string, members: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Calls `listener` when a member came to a place or has left it on every node. Of all nodes only one is told of each
   * change: the one that made it, or that noticed the death of a node (D30.1, D30.3). Returns a function that
   * unsubscribes.
   */
  onPresence(listener: (change: PresenceChange) => void): () => void;
  /**
   * Runs `work` if no other node runs work of this name at the moment (D30.4). Resolves with whether it ran.
   *
   * @throws what `work` rejects with, or HubError `log_failed` if the others cannot be asked
   * @example setInterval(() => nodes.runAlone("reminders", sendReminders).catch(report), 60_000);
   */
  runAlone(name: string, work: () => Promise<unknown>): Promise<boolean>;
  /** Takes this node and all who are present on it away. Calling it twice is harmless. */
  close(): Promise<void>;
}
