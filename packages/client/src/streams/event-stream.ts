import type { AnyStream, EventData, EventName, Schema } from "@tidings/contracts";
import type { Store } from "@tidings/contracts/listeners";
import type * as z from "zod/mini";
import type { ConnectionStatus } from "../connection/status.ts";
import type { ReloadProgress } from "./freshness.ts";

/** Any name where the stream takes custom events, none elsewhere. */
export type CustomName<S extends AnyStream> = S["custom"] extends Schema ? string & Record<never, never> : never;

/** The names that may be listened for: the contract's, and any other where the stream takes custom events. */
export type ListenableName<S extends AnyStream> = EventName<S> | CustomName<S>;

/** The payload of an event by name: the contract's, or what the stream's custom schema gives. */
export type ReceivedData<S extends AnyStream, N extends string> =
  N extends EventName<S> ? EventData<S, N> : S["custom"] extends Schema ? z.output<S["custom"]> : never;

/** An event as it reached this client: validated, and never seen before. */
export interface ReceivedEvent<S extends AnyStream, N extends string = ListenableName<S>> {
  readonly event: N;
  readonly data: ReceivedData<S, N>;
  /** Its position in the log; `""` for events that are not stored. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Whether it was missed earlier and comes now, so that a page may sum it up instead of showing each. */
  readonly replayed: boolean;
}

/** Any event of a stream, discriminated by `event` as far as the contract names it. */
export type AnyReceivedEvent<S extends AnyStream> =
  | { [N in EventName<S>]: ReceivedEvent<S, N> }[EventName<S>]
  | (S["custom"] extends Schema ? ReceivedEvent<S, string> : never);

/**
 * One holder's view of a stream, and a store of how its connection stands. Everybody who opens the same stream with the same
 * query shares one connection (C11.1).
 *
 * @example
 * const stream = client.open(ordersStream);
 * const stop = stream.on("order_status_update", ({ data }) => show(data.order_code, data.order_status));
 */
export interface EventStream<S extends AnyStream> extends Store<ConnectionStatus>, Disposable {
  readonly definition: S;
  // `& string` changes nothing but a refusal: the compiler then prints the names that there are, not the whole stream (C9.2).
  /**
   * Hears events of one name; the greeting is `connected` whatever the wire calls it. Returns a function that
   * unsubscribes.
   */
  on<N extends (EventName<S> & string) | CustomName<S>>(
    name: N,
    listener: (event: ReceivedEvent<S, N>) => void,
  ): () => void;
  /** Hears every event in order, custom ones too. Returns a function that unsubscribes. */
  onAny(listener: (event: AnyReceivedEvent<S>) => void): () => void;
  /**
   * Starts a stream opened with `connect: false`, after the snapshot position `from` if given; does nothing if it runs.
   *
   * @throws ClientError `invalid_position`
   */
  connect(from?: string): void;
  /** Comes back at once, even after it was closed by the server. */
  reconnect(): void;
  /**
   * Says that a snapshot is being loaded again: freshness is `catching-up` until the returned function is called, and
   * `stale` from a call with `failed` to one with `loading` or `loaded` (C10.4).
   */
  beginReload(): ReloadProgress;
  /** Lets go of this handle and its listeners; idempotent. The last one's leaving ends the connection a little later. */
  close(): void;
}
