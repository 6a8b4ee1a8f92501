import { type AnyStream, BATCH, batch, ENDING, type EventDefinition, ending } from "@tidings/contracts";
import { eventsOf, type JsonSchema, type Schemas } from "./schemas.ts";

/** The blocks that a stream may send, each as a schema of its fields. */
export function framesOf(stream: AnyStream, schemas: Schemas): readonly JsonSchema[] {
  const known = eventsOf(stream).map(([name]) => name);
  return [
    frame(stream.greeting.name, schemas.use(stream.greeting.event.schema), true),
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

/** A block: an event that is called `message` goes without a name, and one that is not stored without an id. */
function frame(event: string | JsonSchema, payload: JsonSchema, positioned: boolean): JsonSchema {
  const unnamed = event === "message";
  return {
    title: typeof event === "string" ? event : "any other",
    type: "object",
    properties: {
      ...(!unnamed && { event: typeof event === "string" ? { const: event } : event }),
      ...(positioned && { id: { type: "string", description: "A position to resume after" } }),
      ...(event === ENDING && { retry: { type: "integer", description: "Milliseconds after which to come back" } }),
      data: { type: "string", contentMediaType: "application/json", contentSchema: payload },
    },
    required: [...(unnamed ? [] : ["event"]), "data"],
  };
}

/** A stream's greeting and its first event, as they stand on the wire. */
export function beginningOf(stream: AnyStream): string {
  const [first] = Object.entries(stream.events);
  return [
    block(stream.greeting.name, stream.greeting.event, "k3f9a2:41"),
    ...(first === undefined ? [] : [block(first[0], first[1], first[1].delivery.durable ? "k3f9a2:42" : undefined)]),
  ].join("");
}

function block(name: string, { samples }: EventDefinition, id: string | undefined): string {
  const lines = [
    ...(name === "message" ? [] : [`event: ${name}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    `data: ${JSON.stringify(samples.valid[0])}`,
  ];
  return `${lines.join("\n")}\n\n`;
}
