import type { AnyStream } from "@tidings/contracts";
import type { Host } from "../host/host.ts";
import type { Connection, ConnectionOptions } from "./connection.ts";

/** A stream whose connection may be shared. */
export interface SharableConnection extends Pick<ConnectionOptions, "onChange" | "onEvent"> {
  readonly definition: AnyStream;
  readonly host: Host;
  /** The same where the same is heard: of one server, stream and query. */
  readonly stream: string;
  /** Makes a connection of one's own. */
  create(callbacks: Pick<ConnectionOptions, "onChange" | "onEvent" | "onActivity">): Connection;
}

/** Makes what to a client is a connection like any other; `shareTabs` of `@tidings/client/tabs` is one. */
export type ShareConnections = (stream: SharableConnection) => Connection;
