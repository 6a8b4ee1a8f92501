import { type AnyStream, BATCH, batchParameter } from "@tidings/contracts";
import { type Api, partOf } from "./api.ts";
import { eventTable } from "./event-table.ts";
import { beginningOf, framesOf } from "./frames.ts";
import { type Parameter, queryParameters } from "./parameters.ts";
import type { Refusals } from "./refusals.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";
import { alternatives, whoMay } from "./security.ts";

/** A stream as an OpenAPI operation: each item of its answer is one event. */
export function describeStream(api: Api, stream: AnyStream, schemas: Schemas, refusals: Refusals): JsonSchema {
  const part = partOf(api, stream);
  const also = api.alsoAt?.[stream.path];
  const streams = also === undefined ? [stream] : [stream, also];
  return {
    operationId: `${camel(stream.name)}Stream`,
    tags: part === undefined ? [] : [part],
    summary: stream.summary,
    description: [...describe(stream), ...(also === undefined ? [] : [alsoLine(also, schemas)])].join("\n\n"),
    security: alternatives(api, stream.access, "streams"),
    parameters: [
      ...queryParameters(stream.query, schemas),
      ...(also === undefined ? [] : queryParameters(also.query, schemas).map(optional)),
      ...(api.streamParameters ?? []).map((one) => ({ ...one, in: "query" as const, required: false })),
      ...everyStreamTakes(schemas),
    ],
    responses: {
      200: {
        description: "The stream, open until one side ends it",
        headers: streamHeaders,
        content: {
          "text/event-stream": {
            itemSchema: { anyOf: streams.flatMap((one) => framesOf(one, schemas)) },
            examples: Object.fromEntries(
              streams.map((one) => [one.name, { summary: `How ${one.name} begins`, value: beginningOf(one) }]),
            ),
          },
        },
      },
      ...refusals.ofStreams(streams),
    },
    "x-stream": stream.name,
  };
}

function describe(stream: AnyStream): readonly string[] {
  const { access, description, heartbeat, snapshot } = stream;
  return [
    [whoMay[access], description].filter((text) => text !== undefined).join(" "),
    eventTable(stream),
    ...(snapshot === undefined
      ? []
      : [`Snapshot: \`${snapshot.method} ${snapshot.path}\`, whose \`position\` is what to resume from.`]),
    `Every 30 s a comment, \`: ${heartbeat}\`, says that the connection lives.`,
  ];
}

function alsoLine({ name, path, query }: AnyStream, schemas: Schemas): string {
  const asking = queryParameters(query, schemas).map((parameter) => `\`${parameter.name}\``);
  return `With ${asking.join(" and ")} it is the stream \`${name}\`, as at \`GET ${path}\`.`;
}

/** Makes a parameter optional, because without it the address opens the other stream. */
function optional(parameter: Parameter): Parameter {
  return { ...parameter, required: false };
}

const lastEventId = { type: "string", description: "A position as a snapshot or an event's `id` names it" };

/** What every stream takes beside its own query. */
function everyStreamTakes(schemas: Schemas): readonly Parameter[] {
  return [
    {
      name: "Last-Event-ID",
      in: "header",
      required: false,
      description: "Resume after this position (D4.1); browsers send it by themselves when they reconnect",
      schema: lastEventId,
    },
    {
      name: "lastEventId",
      in: "query",
      required: false,
      description: "The same, for clients that cannot set the header; the header wins over it",
      schema: lastEventId,
    },
    {
      name: "batch",
      in: "query",
      required: false,
      description: `\`true\` delivers the events of one turn as one event \`${BATCH}\` (D15.1)`,
      schema: schemas.use(batchParameter),
    },
  ];
}

/** The headers of every stream (W11.1, S16.1). */
const streamHeaders = {
  "Cache-Control": { schema: { const: "no-cache, no-transform" } },
  "X-Content-Type-Options": { schema: { const: "nosniff" } },
  "X-Accel-Buffering": { description: "Asks nginx not to buffer", schema: { const: "no" } },
  "Content-Encoding": {
    description: "Only if the server compresses streams and the reader accepts it",
    schema: { const: "gzip" },
  },
};

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
