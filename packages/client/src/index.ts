export type { Store } from "@tidings/contracts/listeners";
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  type CreateOptions,
  createClient,
  type OpenOptions,
} from "./client.ts";
export { createClientListeners } from "./client-listeners.ts";
export { type BackoffChoice, type BackoffOptions, defaultBackoff } from "./connection/backoff.ts";
export type { SharableConnection, ShareConnections } from "./connection/share-connections.ts";
export { type ConnectionPhase, type ConnectionStatus, type Freshness, idleStatus } from "./connection/status.ts";
export { ClientError, type ClientErrorCode } from "./error.ts";
export { createHost, type Host, type HostSignal } from "./host/host.ts";
export { type Attempt, type AttemptOptions, createAttempt, isRefusal } from "./http/attempt.ts";
export type { AuthOptions } from "./http/auth.ts";
export {
  type ApplyContext,
  createLiveQuery,
  type LiveQuery,
  type LiveQueryOptions,
  type LiveSnapshot,
  type Reducers,
} from "./stores/live-query.ts";
export { createLiveView, type LiveView, type LiveViewOptions, type LiveViewSnapshot } from "./stores/live-view.ts";
export { type Loaded, shownBy } from "./stores/loaded.ts";
export type { OlderState } from "./stores/older-state.ts";
export { createPool, type Pool, type PoolOptions } from "./stores/pool.ts";
export { createReadTracker } from "./stores/read-tracker.ts";
export { type SharedByClient, shareByClient } from "./stores/shared-by-client.ts";
export { type EventStore, type EventStoreOptions, shareEventStore } from "./stores/shared-event-stores.ts";
export { type SharedLiveQueryOptions, shareLiveQuery } from "./stores/shared-live-query.ts";
export type { HeardStream } from "./streams/connection-of.ts";
export type {
  AnyReceivedEvent,
  CustomName,
  EventStream,
  ListenableName,
  ReceivedData,
  ReceivedEvent,
} from "./streams/event-stream.ts";
export type { ReloadProgress } from "./streams/freshness.ts";
