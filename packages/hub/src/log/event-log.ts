import type { Position } from "./position.ts";

/** An event as a publisher hands it to the log: validated, its payload already JSON. */
export interface NewEvent {
  readonly topic: string;
  readonly event: string;
  /** The payload as JSON text. */
  readonly data: string;
  /** Appending a second event with the same key changes nothing and answers the first one's position (D7.1). */
  readonly key?: string | undefined;
  /** In a slow reader's queue a newer event with the same topic and key replaces this one (D9.3). */
  readonly coalesceKey?: string | undefined;
  /** Milliseconds since 1970 after which an unsent event is dropped (D9.4). */
  readonly expiresAt?: number | undefined;
  /**
   * The connection that is not sent it, because its reader shows it already (D23.2). An id that no connection has
   * leaves out nobody.
   */
  readonly exceptConnection?: string | undefined;
  /** When it was published, in milliseconds since 1970 with fractions: for measuring, never stored. */
  readonly publishedAt?: number | undefined;
}

/** An event on its way to readers. Without a position it was never stored and cannot be resumed from. */
export interface LogEvent extends NewEvent {
  readonly position?: Position | undefined;
}

/** What {@link EventLog.read} answers. */
export interface LogPage {
  /** The position asked for is not known (D2.3), ahead of the log, or events of these topics after it are gone (D4.3). */
  readonly gap: boolean;
  readonly events: readonly LogEvent[];
  /** Whether there was more after these when the page was read. */
  readonly more: boolean;
}

/** What a reader asks of the log. */
export interface ReadRequest {
  readonly topics: readonly string[];
  readonly after: Position;
  /** The most events to answer with. */
  readonly limit: number;
  /**
   * Characters of payload after which the answer ends early, so that a page of the largest events fits in memory too;
   * the first event always counts. Default Infinity.
   */
  readonly maxLength?: number;
}

/**
 * The port that every event log fills: durable events get a position and are kept for resuming, and every event,
 * kept or not, reaches whoever subscribes to its topic on any node (D1.1, D1.2, D2.1, D7.1). All methods are asynchronous, so that
 * a log may live in another process. Every adapter passes `describeEventLog` of `@tidings/hub/testing/suites`, and
 * `describeLogInstances` for what it says of a second instance on the same store. What a store cannot do rejects with
 * HubError `log_failed`, whose `cause` is the store's own error.
 */
export interface EventLog {
  /** The position of the newest event, or of the log's beginning. */
  head(): Promise<Position>;
  /**
   * Stores events in order, all or none, hands them to the subscribers, and answers the positions in order. Calls keep
   * their order without being awaited; one that rejects takes nothing of the others with it (D1.4, D1.5). Rejects
   * with HubError `invalid_event` a name that holds CR, LF or NUL (W2.2); so does {@link EventLog.broadcast}.
   */
  append(events: readonly NewEvent[]): Promise<readonly Position[]>;
  /** Hands events to the subscribers without storing them, inside a transaction of the application too (D20.3). */
  broadcast(events: readonly NewEvent[]): Promise<void>;
  /** Reads the events of some topics after a position, in order, a page at a time. */
  read(request: ReadRequest): Promise<LogPage>;
  /**
   * Calls `listener` with each event of a topic from the moment that the promise resolves, in the order of positions,
   * across topics too. Resolves with a function that unsubscribes; calling it twice is harmless.
   */
  subscribe(topic: string, listener: (event: LogEvent) => void): Promise<() => void>;
  /**
   * Calls `listener` whenever this instance may have missed events of others, for example because its subscription was
   * lost for a while. An instance says so before it delivers any event that is newer than those it missed; the hub then
   * reads the log again for its live readers (D27.1). Leave it out where nothing can be missed, as in one process.
   * Returns a function that unsubscribes; calling it twice is harmless.
   */
  onMissed?(listener: () => void): () => void;
  /** Releases everything; further calls reject. */
  close(): Promise<void>;
}
