/** One connection to Redis that publishes and subscribes. */
export interface RedisConnection {
  connect(): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
  subscribe(channels: string[], listener: (message: string, channel: string) => unknown): Promise<unknown>;
  unsubscribe(channels: string[]): Promise<unknown>;
  ping(): Promise<unknown>;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  /** Closes it at once. */
  destroy(): void;
}

/**
 * The parts of a client of Redis (6 or newer) or Valkey that the bus needs: `createClient(..)` of `redis` is one. The bus
 * makes its own connections after its example and uses it for nothing else, so it need not be connected.
 */
export interface RedisClient {
  duplicate(overrides: { readonly RESP: 3; readonly disableOfflineQueue: true }): RedisConnection;
}
