import { type AnyStream, BATCH, batch, ENDING, type EventDefinition, ending } from "@tidings/contracts";
import { eventsOf, type JsonSchema, type Schemas } from "./schemas.ts";

/** The blocks that a stream may send, each as a schema of its fields. */
export function framesOf(stream: AnyStream, schemas: Schemas): readonly JsonSchema[] {
  const known = eventsOf(stream).map(([name]) => name);
  return [
    frame(wireName(stream), schemas.use(stream.greeting.event.schema), true),
    ...Object.entries(stream.events).map(([name, { schema, delivery }]) =>
      frame(name, schemas.use(schema), delivery.durable),
    ),
    ...(stream.custom === undefined
      ? []
      : [frame({ type: "string", not: { enum: [...known, BATCH, ENDING] } }, schemas.use(stream.custom), true)]),
    frame(BATCH, schemas.use(batch), true),
    frame(ENDING, schemas.use(ending), false),
  ];
}

/** The name of a stream's greeting on the wire; undefined if it has none, and clients then call it `message`. */
function wireName({ greeting }: AnyStream): string | undefined {
  return greeting.name === "message" ? undefined : greeting.name;
}

/** Describes a block. `event` is its name, a schema of its names, or undefined if it has none. */
function frame(event: string | JsonSchema | undefined, payload: JsonSchema, positioned: boolean): JsonSchema {
  return {
    title: event === undefined ? "connected, without a name" : typeof event === "string" ? event : "any other",
    type: "object",
    properties: {
      event: event === undefined ? false : typeof event === "string" ? { const: event } : event,
      ...(positioned && { id: { type: "string", description: "A position to resume after" } }),
      ...(event === ENDING && { retry: { type: "integer", description: "Milliseconds after which to reconnect" } }),
      data: { type: "string", contentMediaType: "application/json", contentSchema: payload },
    },
    required: [...(event === undefined ? [] : ["event"]), "data"],
  };
}

/** A stream's greeting and its first event as wire text. */
export function beginningOf(stream: AnyStream): string {
  const [first] = Object.entries(stream.events);
  return [
    block(wireName(stream), stream.greeting.event, "k3f9a2:41"),
    ...(first === undefined ? [] : [block(first[0], first[1], first[1].delivery.durable ? "k3f9a2:42" : undefined)]),
  ].join("");
}

function block(name: string | undefined, { samples }: EventDefinition, id: string | undefined): string {
  if (samples.valid.length === 0) return "";
  const lines = [
    ...(name === undefined ? [] : [`event: ${name}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    `data: ${JSON.stringify(samples.valid[0])}`,
  ];
  return `${lines.join("\n")}\n\n`;
}
