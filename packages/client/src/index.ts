export { type Attempt, type AttemptOptions, createAttempt, isRefusal } from "./attempt.ts";
export type { AuthOptions } from "./auth.ts";
export { type BackoffOptions, defaultBackoff } from "./backoff.ts";
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  type CreateOptions,
  createClient,
  type OpenOptions,
} from "./client.ts";
export { createClientListeners } from "./client-listeners.ts";
export type { HeardStream } from "./connection-of.ts";
export { ClientError, type ClientErrorCode } from "./error.ts";
export type {
  AnyReceivedEvent,
  CustomName,
  EventStream,
  ListenableName,
  ReceivedData,
  ReceivedEvent,
} from "./event-stream.ts";
export type { ReloadProgress } from "./freshness.ts";
export { createHost, type Host, type HostSignal } from "./host.ts";
export {
  type ApplyContext,
  createLiveQuery,
  type LiveQuery,
  type LiveQueryOptions,
  type LiveSnapshot,
  type Reducers,
} from "./live-query.ts";
export type { Loaded } from "./loaded.ts";
export type { OlderState } from "./older-state.ts";
export type { SharableConnection, ShareConnections } from "./share-connections.ts";
export { type ConnectionPhase, type ConnectionStatus, type Freshness, idleStatus } from "./status.ts";
