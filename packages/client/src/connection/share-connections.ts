import type { AnyStream } from "@tidings/contracts";
import type { Host } from "../host/host.ts";
import type { Connection, ConnectionOptions } from "./connection.ts";

/** A stream whose connection may be shared. */
export interface SharableConnection extends Pick<ConnectionOptions, "onChange" | "onEvent"> {
  readonly definition: AnyStream;
  readonly host: Host;
  /** The key of the connection: the same for one server, stream and query. */
  readonly stream: string;
  /** Makes a connection that is not shared. */
  create(callbacks: Pick<ConnectionOptions, "onChange" | "onEvent" | "onActivity">): Connection;
}

/**
 * Makes a connection that may be shared and that the client uses like any other; `shareTabs` of `@tidings/client/tabs`
 * is one.
 */
export type ShareConnections = (stream: SharableConnection) => Connection;
