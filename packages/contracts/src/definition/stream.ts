import type * as z from "zod/mini";
import type { ConnectionFields } from "../control/connection.ts";
import type { Access } from "./access.ts";
import { checkStreamDefinition } from "./check-stream-definition.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import type { EventDefinition, Schema } from "./event.ts";
import { checkTopicKey } from "./topic-key.ts";

/** The first event of every connection, and the name the wire gives it (D3). */
export interface Greeting<S extends Schema = Schema> {
  /** `message` is the name of an event that the wire does not name. Default `connected`. */
  readonly name: "connected" | "message";
  readonly event: EventDefinition<S>;
}

/** A stream as {@link defineStream} leaves it. */
export interface StreamDefinition<
  Query extends Schema = Schema,
  Greet extends Schema = Schema,
  Events extends Record<string, EventDefinition> = Record<string, EventDefinition>,
  Custom extends Schema | undefined = Schema | undefined,
  Snapshot extends AnyEndpoint | undefined = AnyEndpoint | undefined,
> {
  /** Short unique name; the first part of the stream's topics. */
  readonly name: string;
  readonly method: "GET";
  readonly path: `/${string}`;
  readonly summary: string;
  /** What the API documents say beyond the summary; undefined where that is all. */
  readonly description: string | undefined;
  readonly access: Access;
  /** The query's own parameters; `token`, `ticket`, `lastEventId` and `batch` go without saying. */
  readonly query: Query;
  readonly greeting: Greeting<Greet>;
  /** The text of the heartbeat comment (D10). */
  readonly heartbeat: string;
  readonly events: Events;
  /** Schema of events whose name is not in `events`; undefined where there are none. */
  readonly custom: Custom;
  /** The endpoint that answers with the state which the events then change (D5); undefined where there is none. */
  readonly snapshot: Snapshot;
  /** What refusals say that are this stream's own; those of every stream go without saying. */
  readonly errors: Readonly<Record<number, string>>;
  /**
   * The channel of this stream that `key` names: a user's, a conversation's.
   *
   * @throws ContractError `invalid_topic` for an empty key, or one that is no text
   */
  topic(key: string): Topic<StreamDefinition<Query, Greet, Events, Custom, Snapshot>>;
}

/** Where events are published and what a connection listens to. Carries its stream, so that publishing is typed. */
export interface Topic<S extends AnyStream = AnyStream> {
  readonly stream: S;
  /** `stream/key`: unique among all topics of a deployment. */
  readonly name: string;
}

/** Any stream, where the events do not matter. */
export type AnyStream = StreamDefinition;

/** The names that a stream's events have, its greeting included. */
export type EventName<S extends AnyStream> = keyof EventMap<S> & string;

/** Event name to definition, the greeting as `connected`. */
export type EventMap<S extends AnyStream> = S["events"] & { readonly connected: S["greeting"]["event"] };

/** The payload of a stream's event. */
export type EventData<S extends AnyStream, N extends EventName<S> = EventName<S>> = z.output<EventMap<S>[N]["schema"]>;

/** Event and payload as one value, discriminated by `event`. */
export type StreamEvent<S extends AnyStream> = {
  [N in EventName<S>]: { readonly event: N; readonly data: EventData<S, N> };
}[EventName<S>];

/** What may be published to a stream: its events, and custom ones where it takes them. The greeting is the hub's. */
export type PublishableEvent<S extends AnyStream> =
  | {
      [N in keyof S["events"] & string]: {
        readonly event: N;
        readonly data: z.input<S["events"][N]["schema"]>;
      };
    }[keyof S["events"] & string]
  | (S["custom"] extends Schema ? { readonly event: string; readonly data: z.input<S["custom"]> } : never);

/** A greeting's own fields: what a route gives, beside what the hub adds (D3). Any, where the stream is not known. */
export type GreetingFields<S extends AnyStream> =
  unknown extends z.input<S["greeting"]["event"]["schema"]>
    ? object
    : Readonly<Omit<z.input<S["greeting"]["event"]["schema"]>, keyof ConnectionFields>>;

/** The query parameters that opening a stream takes. */
export type StreamQuery<S extends AnyStream> = z.input<S["query"]>;

/**
 * Describes a stream: where it is, who may open it, what comes down it.
 *
 * @throws ContractError `invalid_definition`: a name that is taken by the hub or cannot be sent, a custom schema whose
 *   values JSON does not keep, a greeting without the fields of the connection
 * @example
 * import * as z from "zod/mini";
 *
 * export const ordersStream = defineStream({
 *   name: "orders",
 *   path: "/api/orders/stream",
 *   summary: "Status changes of the user's orders",
 *   access: "user",
 *   query: z.object({}),
 *   greeting: { event: connected },
 *   heartbeat: "ping",
 *   events: { order_status_update },
 * });
 * await hub.publish(ordersStream.topic(userId), { event: "order_status_update", data });
 */
export function defineStream<
  const Query extends Schema,
  const Greet extends Schema,
  const Events extends Record<string, EventDefinition>,
  const Custom extends Schema | undefined = undefined,
  const Snapshot extends AnyEndpoint | undefined = undefined,
>(stream: {
  readonly name: string;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly query: Query;
  readonly greeting: { readonly name?: "connected" | "message"; readonly event: EventDefinition<Greet> };
  readonly heartbeat: string;
  readonly events: Events;
  readonly custom?: Custom;
  readonly snapshot?: Snapshot;
  readonly errors?: Readonly<Record<number, string>>;
}): StreamDefinition<Query, Greet, Events, Custom, Snapshot> {
  const definition: StreamDefinition<Query, Greet, Events, Custom, Snapshot> = {
    ...stream,
    method: "GET",
    description: stream.description,
    errors: stream.errors ?? {},
    greeting: { name: stream.greeting.name ?? "connected", event: stream.greeting.event },
    custom: stream.custom as Custom,
    snapshot: stream.snapshot as Snapshot,
    topic(key) {
      checkTopicKey(stream.name, key);
      return { stream: definition, name: `${stream.name}/${key}` };
    },
  };
  checkStreamDefinition(definition);
  return definition;
}
