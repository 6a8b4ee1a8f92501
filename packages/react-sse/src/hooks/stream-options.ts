import type { BackoffChoice } from "@tidings/client";
import type { AnyStream, StreamQuery } from "@tidings/contracts";

/** Options that all hooks on a stream share. */
export interface StreamOptions<S extends AnyStream> {
  /** The stream's own parameters. Components with the same ones share a connection. */
  readonly query?: StreamQuery<S> | undefined;
  /** False releases the stream, for example while signed out. Default true. */
  readonly enabled?: boolean | undefined;
  /**
   * Asks for the events of one write as one, for streams with bursts; they are delivered one by one all the same.
   * Components that ask and components that do not share no connection. Default false.
   */
  readonly batch?: boolean | undefined;
  /** Other waits than the client's; components with different waits share no connection. */
  readonly backoff?: BackoffChoice | undefined;
}

/** {@link StreamOptions} of the hooks that hear events. */
export interface ListenOptions<S extends AnyStream> extends StreamOptions<S> {
  /**
   * Hears what came after this position of the log, if nobody holds the stream yet; another one opens it anew. Default:
   * from now on.
   */
  readonly from?: string | undefined;
}
