import { type AnyStream, BATCH, batch, ENDING, type EventDefinition, ending } from "@tidings/contracts";
import { type Api, partOf, securityOf, streamsOf } from "./api.ts";
import type { ApiInfo } from "./api-info.ts";
import { travels } from "./event-table.ts";
import { createSchemas, eventsOf, type JsonSchema, type Schemas } from "./schemas.ts";
import { schemesOf, whoMay } from "./security.ts";

/** An AsyncAPI document. */
export interface AsyncApi {
  readonly asyncapi: "3.0.0";
  readonly info: ApiInfo;
  readonly channels: Readonly<Record<string, JsonSchema>>;
  readonly operations: Readonly<Record<string, JsonSchema>>;
  readonly components: {
    readonly messages: Readonly<Record<string, JsonSchema>>;
    readonly [part: string]: unknown;
  };
  readonly [part: string]: unknown;
}

/** What {@link createAsyncApi} takes. */
export interface AsyncApiOptions extends Api {
  readonly info: ApiInfo;
  /**
   * The servers that have the streams, by any name. Default: this server, at a host that the reader of the document
   * fills in.
   */
  readonly servers?: Readonly<Record<string, JsonSchema>> | undefined;
}

const THIS_SERVER = {
  this: {
    host: "{host}",
    protocol: "http",
    description: "This server. Use HTTPS if it is reached by HTTPS",
    variables: { host: { default: "localhost:8000" } },
  },
};

/**
 * Describes every event of every stream from the contract: name, payload, samples, how it travels.
 *
 * @example createAsyncApi({ parts, info: { title: "Builds", version: "1.0.0" } })
 */
export function createAsyncApi(options: AsyncApiOptions): AsyncApi {
  const { info, servers = THIS_SERVER } = options;
  const streams = streamsOf(options);
  const schemas = createSchemas(options);
  return {
    asyncapi: "3.0.0",
    info,
    defaultContentType: "application/json",
    servers,
    channels: Object.fromEntries(streams.map((stream) => [stream.name, channelOf(options, stream)])),
    operations: Object.fromEntries(
      streams.map((stream) => [`send.${stream.name}`, operationOf(options, stream, schemas)]),
    ),
    components: {
      messages: Object.fromEntries([
        ...streams.flatMap((stream) => messagesOf(stream, schemas)),
        ...controlMessages(schemas),
      ]),
      schemas: schemas.components,
      securitySchemes: asyncSchemes(options),
    },
  };
}

/** AsyncAPI calls a key that travels in the query or in a cookie by another name than OpenAPI. */
function asyncSchemes(api: Api): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(securityOf(api)).flatMap(([name, { scheme, opens }]) => {
      if (!opens.includes("streams")) return [];
      return [[name, scheme.type === "apiKey" ? { ...scheme, type: "httpApiKey" } : scheme]];
    }),
  );
}

function channelOf(api: Api, stream: AnyStream): JsonSchema {
  const part = partOf(api, stream);
  const { name, path, summary, access, description } = stream;
  return {
    address: path,
    title: name,
    summary,
    description: [whoMay[access], description].filter((text) => text !== undefined).join(" "),
    ...(part !== undefined && { tags: [{ name: part }] }),
    messages: Object.fromEntries([
      ...messageNames(stream).map((event) => [event, { $ref: `#/components/messages/${name}.${event}` }]),
      ...[BATCH, ENDING].map((event) => [event, { $ref: `#/components/messages/${event}` }]),
    ]),
  };
}

/** The operation of a stream. AsyncAPI describes the server's view, in which the server sends. */
function operationOf(api: Api, stream: AnyStream, schemas: Schemas): JsonSchema {
  return {
    action: "send",
    channel: { $ref: `#/channels/${stream.name}` },
    summary: stream.summary,
    // A stream that is open to anyone needs no credential; a reader who sends one gets their own events as well.
    ...(stream.access !== "anyone" && {
      security: schemesOf(api, "streams").map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` })),
    }),
    bindings: { http: { method: stream.method, query: queryOf(api, stream, schemas), bindingVersion: "0.3.0" } },
  };
}

/** The binding requires an object with properties, even if there are none. */
function queryOf({ streamParameters = [] }: Api, { query }: AnyStream, schemas: Schemas): JsonSchema {
  const own = { properties: {}, ...schemas.use(query) };
  const more = streamParameters.map(({ name, description, schema }) => [name, { description, ...schema }] as const);
  return more.length === 0 ? own : { ...own, properties: { ...own.properties, ...Object.fromEntries(more) } };
}

/** The name of the message that stands for custom events. */
const CUSTOM = "custom";

function messageNames(stream: AnyStream): readonly string[] {
  return [...eventsOf(stream).map(([name]) => name), ...(stream.custom === undefined ? [] : [CUSTOM])];
}

function messagesOf(stream: AnyStream, schemas: Schemas): readonly (readonly [string, JsonSchema])[] {
  const messages = eventsOf(stream).map(
    ([name, event]) => [`${stream.name}.${name}`, messageOf(stream, name, event, schemas)] as const,
  );
  if (stream.custom === undefined) return messages;
  const custom = {
    name: CUSTOM,
    title: "any other name",
    summary: "A custom event, with any payload",
    payload: schemas.use(stream.custom),
  };
  return [...messages, [`${stream.name}.${CUSTOM}`, custom] as const];
}

function messageOf(stream: AnyStream, name: string, event: EventDefinition, schemas: Schemas): JsonSchema {
  const { description, delivery, display, samples, schema } = event;
  const { durable, ttl, maxBytes, coalesceBy } = delivery;
  const [sample] = samples.valid;
  const greets = event === stream.greeting.event;
  const onTheWire = greets && stream.greeting.name === "message" ? "an event without a name" : `event: ${name}`;
  return {
    name,
    title: name,
    summary: description ?? ((sample !== undefined && display(sample as never).summary) || name),
    description: greets
      ? `The first event of every connection (D3.1), on the wire \`${onTheWire}\`.`
      : `Delivery: ${travels(delivery)}; at most ${maxBytes} bytes.`,
    payload: schemas.use(schema),
    ...(sample !== undefined && {
      examples: samples.valid.map((payload, index) => ({ name: `sample ${index + 1}`, payload })),
    }),
    "x-delivery": {
      durable,
      ...(Number.isFinite(ttl) && { ttlMs: ttl }),
      ...(coalesceBy !== undefined && sample !== undefined && { coalesceBy: coalesceBy(sample as never) }),
      maxBytes,
    },
  };
}

/** The messages that any stream may send beside its own events. */
function controlMessages(schemas: Schemas): readonly (readonly [string, JsonSchema])[] {
  const ended = {
    name: ENDING,
    title: ENDING,
    summary: "The server ends the stream on purpose; the reader reconnects after the time in retry",
    description: "The last event of a connection (D12).",
    payload: schemas.use(ending),
    examples: [{ name: "drained", payload: { reason: "drained" } }],
  };
  const batched = {
    name: BATCH,
    title: BATCH,
    summary: "Several events of one turn, in order, for readers that asked with batch=true",
    description: "Each item is an event as it would have come by itself (D15.1).",
    payload: schemas.use(batch),
    examples: [
      { name: "one event", payload: [{ event: "update", id: "k3f9a2:42", data: { type: "post", data: {} } }] },
    ],
  };
  return [
    [BATCH, batched],
    [ENDING, ended],
  ];
}
