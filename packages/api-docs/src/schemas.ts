import { type AnyStream, BATCH, batch, ENDING, ending, errorBody, type Schema } from "@tidings/contracts";
import * as z from "zod";
import { type Api, streamsOf } from "./api.ts";

/** A schema as both documents write it: JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The contract's schemas as JSON Schema. */
export interface Schemas {
  /** What both documents hold at `components/schemas`. */
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** A schema to be used in the document: a reference if it has a name. */
  use(schema: Schema): JsonSchema;
}

const HOME = "#/components/schemas/";

/**
 * Turns the contract's zod schemas into JSON Schema. Exported schemas and the payloads of events have names:
 * `orders.order_status_update`. Checks that JSON Schema cannot express are left out, so a document's schema accepts
 * everything that the server accepts, and sometimes more.
 */
export function createSchemas(api: Api): Schemas {
  const names = z.registry<{ id: string }>();
  const taken = new Set(["ErrorBody", BATCH, ENDING]);
  const name = (schema: Schema, id: string) => {
    if (!names.has(schema)) names.add(schema, { id });
  };
  for (const { name: part, exports } of api.parts) {
    for (const [id, exported] of Object.entries(exports)) {
      if (isSchema(exported) && !names.has(exported)) name(exported, free(pascal(id), part, taken));
    }
  }
  name(errorBody, "ErrorBody");
  name(batch, BATCH);
  name(ending, ENDING);
  for (const stream of streamsOf(api)) {
    for (const [event, { schema }] of eventsOf(stream)) {
      if (!names.has(schema)) name(schema, free(`${stream.name}.${event}`, "event", taken));
    }
  }

  const options = { metadata: names, io: "input", unrepresentable: "any", override: tidy } as const;
  const { schemas } = z.toJSONSchema(names, { ...options, uri: (id) => `${HOME}${id}` });
  return {
    components: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)])),
    use(schema) {
      const id = names.get(schema)?.id;
      return id === undefined ? bare(z.toJSONSchema(schema, options)) : { $ref: `${HOME}${id}` };
    },
  };
}

/** A stream's events by their names, the greeting first. */
export function eventsOf(stream: AnyStream) {
  return [["connected", stream.greeting.event] as const, ...Object.entries(stream.events)];
}

interface Override {
  readonly zodSchema: Schema;
  readonly jsonSchema: Record<string, unknown>;
}

/** Adds the contract's descriptions, and removes bounds that only say what a JavaScript number can hold. */
function tidy({ zodSchema, jsonSchema }: Override): void {
  const description = z.globalRegistry.get(zodSchema)?.description;
  if (description !== undefined) jsonSchema.description = description;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** Removes what the surrounding document already says, and makes references point into that document. */
function bare(schema: object): JsonSchema {
  const {
    $schema: _dialect,
    $id: _address,
    $defs: _named,
    ...rest
  } = JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${HOME}`)) as Record<string, unknown>;
  return rest;
}

function isSchema(exported: unknown): exported is Schema {
  return exported instanceof z.core.$ZodType;
}

/** Makes a name that is unique in the document, of characters that both formats allow. */
function free(id: string, part: string, taken: Set<string>): string {
  const allowed = (text: string) => text.replace(/[^\w.-]/g, "_");
  const [plain, longer] = [allowed(id), allowed(`${part}.${id}`)];
  let chosen = taken.has(plain) ? longer : plain;
  for (let number = 2; taken.has(chosen); number += 1) chosen = `${longer}.${number}`;
  taken.add(chosen);
  return chosen;
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
