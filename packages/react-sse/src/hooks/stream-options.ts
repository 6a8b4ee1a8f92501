import type { AnyStream, StreamQuery } from "@tidings/contracts";

/** Options that all hooks on a stream share. */
export interface StreamOptions<S extends AnyStream> {
  /** The stream's own parameters. Components with the same ones share a connection. */
  readonly query?: StreamQuery<S> | undefined;
  /** False releases the stream, for example while signed out. Default true. */
  readonly enabled?: boolean | undefined;
}
