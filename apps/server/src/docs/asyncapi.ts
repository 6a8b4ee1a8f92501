import { type AnyStream, BATCH, batch, ENDING, type EventDefinition, ending } from "@tidings/contracts";
import { servedStreams } from "../served-streams.ts";
import { domainOf } from "./described-contract.ts";
import { travels } from "./event-table.ts";
import { createSchemas, eventsOf, type JsonSchema, type Schemas } from "./schemas.ts";
import { schemesOf, securitySchemes, whoMay } from "./security.ts";

const DESCRIPTION = `
What comes down the streams of this server, as Server-Sent Events. [Requests and streams](/docs) says how to open one.

Every stream begins with its greeting and may end with \`${ENDING}\`, which is no failure: the reader comes back. A stored
event has a position as its \`id\`, survives restarts and can be resumed after; any other lives for the moment.
`.trim();

/** An AsyncAPI document. */
export interface AsyncApi {
  readonly asyncapi: "3.0.0";
  readonly info: JsonSchema;
  readonly channels: Readonly<Record<string, JsonSchema>>;
  readonly operations: Readonly<Record<string, JsonSchema>>;
  readonly components: {
    readonly messages: Readonly<Record<string, JsonSchema>>;
    readonly [part: string]: unknown;
  };
  readonly [part: string]: unknown;
}

/**
 * Describes every event of every stream from the contract: name, payload, samples, how it travels.
 *
 * @example createAsyncApi({ version: "1.0.0" })
 */
export function createAsyncApi({ version }: { readonly version: string }): AsyncApi {
  const schemas = createSchemas();
  return {
    asyncapi: "3.0.0",
    info: { title: "Tidings events", version, description: DESCRIPTION, license: { name: "MIT" } },
    defaultContentType: "application/json",
    servers: {
      this: {
        host: "{host}",
        protocol: "http",
        description: "This server, over HTTPS where it is reached so",
        variables: { host: { default: "localhost:8000" } },
      },
    },
    channels: Object.fromEntries(servedStreams.map((stream) => [stream.name, channelOf(stream)])),
    operations: Object.fromEntries(
      servedStreams.map((stream) => [`send.${stream.name}`, operationOf(stream, schemas)]),
    ),
    components: {
      messages: Object.fromEntries([
        ...servedStreams.flatMap((stream) => messagesOf(stream, schemas)),
        ...controlMessages(schemas),
      ]),
      schemas: schemas.components,
      securitySchemes: asyncSchemes,
    },
  };
}

/** AsyncAPI calls a key that travels in the query or in a cookie by another name than OpenAPI. */
const asyncSchemes = Object.fromEntries(
  Object.entries(securitySchemes).map(([name, scheme]) => [
    name,
    scheme.type === "apiKey" ? { ...scheme, type: "httpApiKey" } : scheme,
  ]),
);

function channelOf(stream: AnyStream): JsonSchema {
  const { name, path, summary, access, description } = stream;
  return {
    address: path,
    title: name,
    summary,
    description: [whoMay[access], description].filter((text) => text !== undefined).join(" "),
    tags: [{ name: domainOf(stream) }],
    messages: Object.fromEntries([
      ...messageNames(stream).map((event) => [event, { $ref: `#/components/messages/${name}.${event}` }]),
      ...[BATCH, ENDING].map((event) => [event, { $ref: `#/components/messages/${event}` }]),
    ]),
  };
}

/** Seen from the server, as AsyncAPI wants it: the server sends. */
function operationOf(stream: AnyStream, schemas: Schemas): JsonSchema {
  return {
    action: "send",
    channel: { $ref: `#/channels/${stream.name}` },
    summary: stream.summary,
    // Without any where anyone may listen; whoever shows one hears their own as well.
    ...(stream.access !== "anyone" && {
      security: schemesOf("stream").map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` })),
    }),
    bindings: { http: { method: stream.method, query: queryOf(stream, schemas), bindingVersion: "0.3.0" } },
  };
}

/** The binding wants an object with properties, also where there are none. */
function queryOf({ query }: AnyStream, schemas: Schemas): JsonSchema {
  return { properties: {}, ...schemas.use(query) };
}

/** The name of the message that stands for events with names of their publisher's making. */
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
      ? `The first event of every connection (D3), on the wire \`${onTheWire}\`.`
      : `Delivery: ${travels(delivery)}; at most ${maxBytes} bytes.`,
    payload: schemas.use(schema),
    ...(sample !== undefined && {
      examples: samples.valid.map((payload, index) => ({ name: `sample ${index + 1}`, payload })),
    }),
    "x-delivery": {
      durable,
      ...(Number.isFinite(ttl) && { ttlMs: ttl }),
      ...(coalesceBy !== undefined && { coalesceBy: coalesceBy(sample as never) }),
      maxBytes,
    },
  };
}

/** What any stream may send beside its own events. */
function controlMessages(schemas: Schemas): readonly (readonly [string, JsonSchema])[] {
  const ended = {
    name: ENDING,
    title: ENDING,
    summary: "The server ends the stream on purpose; the reader comes back after the time that its retry says",
    description: "The last event of a connection (D12).",
    payload: schemas.use(ending),
    examples: [{ name: "drained", payload: { reason: "drained" } }],
  };
  const batched = {
    name: BATCH,
    title: BATCH,
    summary: "Several events of one turn, in order, for readers that asked with batch=true",
    description: "Each item is an event as it would have come by itself (D15).",
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
