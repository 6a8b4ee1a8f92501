export { createFetchTransport, type FetchTransportOptions } from "../transport/fetch.ts";
export type {
  ResumePoint,
  Transport,
  TransportConnection,
  TransportEnd,
  TransportHandlers,
} from "../transport/transport.ts";
export { strictBackoff } from "./backoff.ts";
export {
  type Connection,
  type ConnectionOptions,
  type ConnectionState,
  createConnection,
  type GreetingFacts,
} from "./connection.ts";
