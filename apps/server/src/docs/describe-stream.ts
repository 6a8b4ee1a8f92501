import { type AnyStream, ENDING, type EventDefinition, ending } from "@tidings/contracts";
import { type Parameter, queryParameters } from "./parameters.ts";
import { streamRefusalsOf } from "./refusals.ts";
import { eventsOf, type JsonSchema, type Schemas } from "./schemas.ts";
import { securityOf, whoMay } from "./security.ts";

const lastEventId = { type: "string", description: "A position as a snapshot or an event's `id` names it" };

/** What every stream takes beside its own query. */
const everyStreamTakes: readonly Parameter[] = [
  {
    name: "Last-Event-ID",
    in: "header",
    required: false,
    description: "Resume after this position (D4); browsers send it by themselves when they come back",
    schema: lastEventId,
  },
  {
    name: "lastEventId",
    in: "query",
    required: false,
    description: "The same where the header cannot be set; the header goes before it",
    schema: lastEventId,
  },
];

/** The headers of every stream (W11). */
const streamHeaders = {
  "Cache-Control": { schema: { const: "no-cache, no-transform" } },
  "X-Accel-Buffering": { description: "Asks nginx not to buffer", schema: { const: "no" } },
};

/** A stream as an OpenAPI operation: each item of its answer is one event. */
export function describeStream(stream: AnyStream, domain: string, schemas: Schemas): JsonSchema {
  const { name, summary, description, access, query, heartbeat } = stream;
  return {
    operationId: `${camel(name)}Stream`,
    tags: [domain],
    summary,
    description: [
      [whoMay[access], description].filter((text) => text !== undefined).join(" "),
      eventTable(stream),
      snapshotLine(stream),
      `Every 30 s a comment, \`: ${heartbeat}\`, says that the connection lives.`,
    ]
      .filter((text) => text !== undefined)
      .join("\n\n"),
    security: securityOf(access, "stream"),
    parameters: [...queryParameters(query, schemas), ...everyStreamTakes],
    responses: {
      200: {
        description: "The stream, open until one side ends it",
        headers: streamHeaders,
        content: {
          "text/event-stream": {
            itemSchema: { oneOf: frames(stream, schemas) },
            examples: { stream: { summary: "How it begins", value: beginning(stream) } },
          },
        },
      },
      ...streamRefusalsOf(stream),
    },
    "x-stream": name,
  };
}

/** The blocks that a stream may send. */
function frames(stream: AnyStream, schemas: Schemas): readonly JsonSchema[] {
  const known = eventsOf(stream).map(([name]) => name);
  return [
    ...eventsOf(stream).map(([name, event], index) =>
      frame(
        index === 0 ? stream.greeting.name : name,
        schemas.use(event.schema),
        index === 0 || event.delivery.durable,
      ),
    ),
    ...(stream.custom === undefined
      ? []
      : [frame({ type: "string", not: { enum: [...known, ENDING] } }, schemas.use(stream.custom), true)]),
    { ...frame(ENDING, schemas.use(ending), false), title: ENDING },
  ];
}

/** A block: an event that is called `message` goes without a name, and one that is not stored without an id. */
function frame(event: string | JsonSchema, payload: JsonSchema, positioned: boolean): JsonSchema {
  const unnamed = event === "message";
  return {
    title: typeof event === "string" ? event : "any other",
    type: "object",
    properties: {
      ...(!unnamed && { event: typeof event === "string" ? { const: event } : event }),
      ...(positioned && { id: { type: "string", description: "Its position" } }),
      ...(event === ENDING && { retry: { type: "integer", description: "Milliseconds after which to come back" } }),
      data: { type: "string", contentMediaType: "application/json", contentSchema: payload },
    },
    required: [...(unnamed ? [] : ["event"]), "data"],
  };
}

/** The greeting and the first event, as they stand on the wire. */
function beginning(stream: AnyStream): string {
  const [first] = Object.entries(stream.events);
  const blocks = [block(stream.greeting.name, stream.greeting.event, "k3f9a2:41")];
  if (first !== undefined) blocks.push(block(first[0], first[1], first[1].delivery.durable ? "k3f9a2:42" : undefined));
  return blocks.join("");
}

function block(name: string, { samples }: EventDefinition, id: string | undefined): string {
  const lines = [
    ...(name === "message" ? [] : [`event: ${name}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    `data: ${JSON.stringify(samples.valid[0])}`,
  ];
  return `${lines.join("\n")}\n\n`;
}

function eventTable(stream: AnyStream): string {
  const rows = Object.entries(stream.events).map(
    ([name, { description = "", delivery }]) => `| \`${name}\` | ${description} | ${travels(delivery)} |`,
  );
  if (stream.custom !== undefined) rows.push("| any other | Custom events, with any payload | as its publisher says |");
  return ["| event | | delivery |", "| --- | --- | --- |", ...rows].join("\n");
}

/** How an event travels, in a few words (D1, D9). */
export function travels({ durable, ttl, coalesceBy }: EventDefinition["delivery"]): string {
  return [
    durable ? "stored, resumable" : "of the moment",
    ...(Number.isFinite(ttl) ? [`worthless after ${ttl / 1000} s`] : []),
    ...(coalesceBy === undefined ? [] : ["a newer one replaces an unsent one"]),
  ].join("; ");
}

function snapshotLine({ snapshot }: AnyStream): string | undefined {
  return snapshot && `Snapshot: \`${snapshot.method} ${snapshot.path}\`, whose \`position\` is what to resume from.`;
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
