import { CONNECTION_HEADER, connectionName, IDEMPOTENCY_KEY, NO_CONNECTION, type Schema } from "@tidings/contracts";
import type { JsonSchema, Schemas } from "./schemas.ts";

/** A parameter as an OpenAPI document writes it. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly style?: "form";
  readonly explode?: boolean;
}

/** The header of requests that create something, which makes it safe to send them again (D25.1). */
export const idempotencyKey: Parameter = {
  name: IDEMPOTENCY_KEY,
  in: "header",
  required: false,
  description:
    "A key of your own for this attempt, in double quotes. If you send the request again with the same key and body within 24 hours, nothing more is created and you get the first answer again. Make a new key for each new attempt.",
  schema: { type: "string", example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"' },
};

/** `/api/orders/:id` as `/api/orders/{id}`. */
export function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}");
}

/** The parameters of a path. */
export function pathParameters(path: string): readonly Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

/** A query's parameters. If it accepts any name, all such names are described as one exploded parameter. */
export function queryParameters(query: Schema, schemas: Schemas): readonly Parameter[] {
  const { properties = {}, required = [], additionalProperties } = schemas.use(query) as ObjectSchema;
  const named = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query" as const,
    required: required.includes(name),
    ...(typeof description === "string" && { description }),
    schema,
  }));
  if (additionalProperties === undefined || additionalProperties === false) return named;
  return [
    ...named,
    {
      name: "attributes",
      in: "query",
      required: false,
      description: "Any other parameters",
      style: "form",
      explode: true,
      schema: { type: "object", additionalProperties },
    },
  ];
}

/** The header that names the connection which need not get the request's event (D23.3). */
export function connectionParameter(schemas: Schemas): Parameter {
  return {
    name: CONNECTION_HEADER,
    in: "header",
    required: false,
    description:
      `The \`connectionId\` of the greeting of the sender's own stream, or \`${NO_CONNECTION}\`: the sender's other ` +
      "streams are told too. Without it none of the sender's is.",
    schema: schemas.use(connectionName),
  };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}
