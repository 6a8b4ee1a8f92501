import type { AnyStream, Topic } from "@tidings/contracts";
import type { Principal } from "./connection.ts";
import type { Hub } from "./hub.ts";

/** What a route decides before it hands its request to the hub. */
export interface ServeOptions {
  readonly stream: AnyStream;
  /** The topics that the principal may hear. */
  readonly topics: readonly Topic[];
  /** The greeting's own fields (D3). */
  readonly greeting: Readonly<Record<string, unknown>>;
  readonly principal?: Principal | undefined;
  /** Where the reader connects from, as caps count it ({@link Hub.countFrom}) and logs name it. */
  readonly address?: string | undefined;
  /** Sends the events of one write as one event, because the reader asked for that (D15). Default false. */
  readonly batch?: boolean | undefined;
  /**
   * `gzip` compresses for readers whose `Accept-Encoding` takes it, each event by itself (S16). It saves bytes where
   * events are large. Default: nothing is compressed.
   */
  readonly compression?: "gzip" | undefined;
}
