/** A message on its way between nodes. */
export interface BusMessage {
  /** The name under which nodes subscribe to it. */
  readonly channel: string;
  /** Any text of whole characters, empty too. */
  readonly text: string;
}

/**
 * The port of what passes between nodes and is not stored: "the log has new events", ephemeral events, "something was
 * revoked". A bus may lose messages, and whoever uses it must be able to do without them: {@link Bus.onMissed} says when
 * to look at the store, and a slow timer looks anyway. Every adapter passes `describeBus` of
 * `@tidings/hub/testing/suites`.
 */
export interface Bus {
  /**
   * Sends messages to the subscribers of their channels on every node, this one included. The messages of all calls
   * come in one order on every node (D29.1). Resolves when the subscribers of this node have them. While the other nodes cannot be
   * reached, only the subscribers of this node get them, and that is no error (D29.3).
   *
   * @throws HubError `closed`
   */
  publish(messages: readonly BusMessage[]): Promise<void>;
  /**
   * Calls `listener` with each message of a channel from the moment that the promise resolves. While the bus cannot be
   * reached it resolves too, and the channel is heard as soon as it can be. Resolves with a function that unsubscribes;
   * calling it twice is harmless.
   *
   * @throws HubError `closed`
   */
  subscribe(channel: string, listener: (text: string) => void): Promise<() => void>;
  /**
   * Calls `listener` when the bus is heard again after it was not: messages of other nodes may have been missed (D29.2).
   * Returns a function that unsubscribes; calling it twice is harmless.
   */
  onMissed(listener: () => void): () => void;
  /** Releases everything. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** What happened to a bus that goes on by itself. */
export type BusReport =
  /** The other nodes are not heard at the moment. The bus connects again by itself. */
  { readonly type: "bus_lost"; readonly error: unknown };
