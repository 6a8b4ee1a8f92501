import * as z from "zod/mini";
import type { ConnectionFields } from "../control/connection.ts";
import type { Access } from "./access.ts";
import { checkStreamDefinition } from "./check-stream-definition.ts";
import { defineGreeting, type GreetingOptions, type GreetingSchema, type OwnFields } from "./define-greeting.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import type { EventDefinition, Schema } from "./event.ts";
import { checkTopicKey } from "./topic-key.ts";

/** The first event of every connection, and the name the wire gives it (D3.1). */
export interface Greeting<S extends Schema = Schema> {
  /** `message` sends the greeting without a name. */
  readonly name: "connected" | "message";
  readonly event: EventDefinition<S>;
}

/** The types in which streams differ. */
export interface StreamShape {
  readonly query: Schema;
  readonly greeting: Schema;
  readonly events: Readonly<Record<string, EventDefinition>>;
  readonly custom: Schema | undefined;
  readonly snapshot: AnyEndpoint | undefined;
}

/** A stream as {@link defineStream} returns it. */
export interface StreamDefinition<Shape extends StreamShape = StreamShape> {
  /** Tells streams from endpoints. */
  readonly kind: "stream";
  /** Short unique name; the first part of the stream's topics. */
  readonly name: string;
  readonly method: "GET";
  readonly path: `/${string}`;
  readonly summary: string;
  /** What the API documents say beyond the summary; undefined where that is all. */
  readonly description: string | undefined;
  readonly access: Access;
  /** The stream's own query parameters. `token`, `ticket`, `lastEventId` and `batch` need no declaration. */
  readonly query: Shape["query"];
  readonly greeting: Greeting<Shape["greeting"]>;
  /** The text of the heartbeat comment (D10.1). */
  readonly heartbeat: string;
  readonly events: Shape["events"];
  /** The schema of events whose name is not in `events`; undefined if there are no such events. */
  readonly custom: Shape["custom"];
  /** The endpoint that returns the state which the events change (D5.2); undefined if there is none. */
  readonly snapshot: Shape["snapshot"];
  /** The messages of this stream's own refusals, by status. The refusals of every stream need no declaration. */
  readonly errors: Readonly<Record<number, string>>;
  /**
   * The topic of this stream with this key, for example a user's id or a conversation's.
   *
   * @throws ContractError `invalid_topic` for a key that is empty or not a text
   */
  topic(key: string): Topic<StreamDefinition<Shape>>;
}

/**
 * Where events are published, and what a connection subscribes to. It carries its stream, so that publishing is typed.
 */
export interface Topic<S extends AnyStream = AnyStream> {
  readonly stream: S;
  /** `stream/key`: unique among all topics of a deployment. */
  readonly name: string;
}

/** Any stream, for code that does not look at its events. */
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

/**
 * What may be published to a stream: its events, and custom ones if it accepts them. Only the hub sends the greeting.
 */
export type PublishableEvent<S extends AnyStream> =
  | {
      [N in keyof S["events"] & string]: {
        readonly event: N;
        readonly data: z.input<S["events"][N]["schema"]>;
      };
    }[keyof S["events"] & string]
  | (S["custom"] extends Schema ? { readonly event: string; readonly data: z.input<S["custom"]> } : never);

/**
 * A greeting's own fields, which a route fills in; the hub adds the others (D3.2). Any fields, if the stream's type is
 * not known.
 */
export type GreetingFields<S extends AnyStream> =
  unknown extends z.input<S["greeting"]["event"]["schema"]>
    ? object
    : Readonly<Omit<z.input<S["greeting"]["event"]["schema"]>, keyof ConnectionFields>>;

/** The query parameters that opening a stream takes. */
export type StreamQuery<S extends AnyStream> = z.input<S["query"]>;

const noQuery = z.strictObject({});

/**
 * Describes a stream: its path, who may open it, and its events. `name`, `path`, `access` and `events` are enough; the
 * rest has defaults.
 *
 * - `summary`: what the API documents call it. Default: `Events of "<name>"`.
 * - `query`: the parameters it takes. Default: none. Any other is refused.
 * - `greeting`: the first event of every connection. Default: only the connection's fields, which the hub fills in.
 * - `heartbeat`: the text of the heartbeat comment. Default: `heartbeat`.
 * - `custom`: the schema of events by names that are not in `events`. Default: there are none.
 * - `snapshot`: the endpoint whose answer the events change. Default: none.
 * - `errors`: the messages of this stream's own refusals, by status. Default: none.
 *
 * @throws ContractError `invalid_definition`: a name that is taken by the hub or cannot be sent, a custom schema whose
 *   values JSON does not keep, a field of the greeting that the hub fills in, or nothing that could be published
 * @example
 * import * as z from "zod/mini";
 *
 * const build_moved = defineEvent({ schema: z.object({ build: z.string(), state: z.string() }) });
 * export const buildsStream = defineStream({ name: "builds", path: "/builds", access: "user", events: { build_moved } });
 * await hub.publish(buildsStream.topic(userId), { event: "build_moved", data: { build: "7", state: "passed" } });
 */
export function defineStream<
  const Events extends Readonly<Record<string, EventDefinition>>,
  const Query extends Schema = typeof noQuery,
  Own extends OwnFields = Record<never, Schema>,
  const Custom extends Schema | undefined = undefined,
  const Snapshot extends AnyEndpoint | undefined = undefined,
>(stream: {
  readonly name: string;
  readonly path: `/${string}`;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly access: Access;
  readonly query?: Query | undefined;
  readonly greeting?: GreetingOptions<Own> | undefined;
  readonly heartbeat?: string | undefined;
  readonly events: Events;
  readonly custom?: Custom;
  readonly snapshot?: Snapshot;
  readonly errors?: Readonly<Record<number, string>> | undefined;
}): StreamDefinition<{
  readonly query: Query;
  readonly greeting: GreetingSchema<Own>;
  readonly events: Events;
  readonly custom: Custom;
  readonly snapshot: Snapshot;
}> {
  type Defined = ReturnType<typeof defineStream<Events, Query, Own, Custom, Snapshot>>;
  const definition: Defined = {
    ...stream,
    kind: "stream",
    method: "GET",
    summary: stream.summary ?? `Events of "${stream.name}"`,
    description: stream.description,
    query: (stream.query ?? noQuery) as Query,
    heartbeat: stream.heartbeat ?? "heartbeat",
    errors: stream.errors ?? {},
    greeting: { name: stream.greeting?.name ?? "connected", event: defineGreeting(stream.name, stream.greeting) },
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
