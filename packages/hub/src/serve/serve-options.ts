import type { AnyStream } from "@tidings/contracts";
import type { ReaderOptions } from "../connection/connect-request.ts";

/** What a route decides before it hands its request to the hub. */
export interface ServeOptions<S extends AnyStream = AnyStream> extends ReaderOptions<S> {
  /** Sends the events of one write as one event, because the reader asked for that (D15.1). Default false. */
  readonly batch?: boolean | undefined;
  /**
   * `gzip` compresses for readers whose `Accept-Encoding` takes it, each event by itself (S16.1, S16.2). It saves bytes where
   * events are large. Default: nothing is compressed.
   */
  readonly compression?: "gzip" | undefined;
}
