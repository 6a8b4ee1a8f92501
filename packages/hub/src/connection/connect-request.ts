import type { AnyStream, GreetingFields, Topic } from "@tidings/contracts";
import type { Principal } from "./connection.ts";

/** What a route decides about a reader of a stream. */
export interface ReaderOptions<S extends AnyStream = AnyStream> {
  readonly stream: S;
  /**
   * The topics that the principal may hear, of this stream only: the caller authorizes, again for every connection.
   */
  readonly topics: readonly Topic<NoInfer<S>>[];
  /** The greeting's own fields, beside those that the hub adds (D3.2). */
  readonly greeting?: GreetingFields<NoInfer<S>> | undefined;
  readonly principal?: Principal | undefined;
  /** The reader's address, as caps count it ({@link Hub.countFrom}) and logs name it. */
  readonly address?: string | undefined;
}

/** Makes the compiler ask for the greeting where the contract gives it fields of its own. */
export type Greets<S extends AnyStream> = object extends GreetingFields<S> ? unknown : { readonly greeting: object };

/** A reader's request to listen. */
export interface ConnectRequest<S extends AnyStream = AnyStream> extends ReaderOptions<S> {
  /** The last event id that the reader saw, as it sent it; undefined or empty for none. */
  readonly lastEventId?: string | undefined;
}
