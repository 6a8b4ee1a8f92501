import { connectionFields } from "../control/connection.ts";
import { checkSendable } from "./check-definition.ts";
import { ContractError } from "./error.ts";
import type { Schema } from "./event.ts";
import { eventNameIssue } from "./event-name.ts";
import { isReservedName } from "./reserved-name.ts";
import type { AnyStream } from "./stream.ts";

/**
 * Refuses a stream that could not work, where it is defined: its names speak for the hub or cannot be told apart, or its
 * greeting loses what a client needs (D3).
 *
 * @throws ContractError `invalid_definition`
 */
export function checkStreamDefinition(stream: Omit<AnyStream, "topic">): void {
  // `a` with the key `b/c` and `a/b` with the key `c` would be one topic.
  if (!/^[^/\r\n\0]+$/.test(stream.name)) refuse(stream, "its name must be a text without slashes and line breaks");
  if (/[\r\n\0]/.test(stream.heartbeat)) refuse(stream, "its heartbeat must be one line");
  for (const name of Object.keys(stream.events)) {
    const issue = eventNameIssue(name);
    if (issue !== undefined) refuse(stream, `event ${JSON.stringify(name)}: ${issue}`);
    if (isReservedName(stream.greeting.name, name)) {
      refuse(stream, `"${name}" is the name of what the hub itself sends; choose another name`);
    }
  }
  if (stream.custom !== undefined) checkSendable(`the custom schema of "${stream.name}"`, stream.custom);
  const missing = missingFields(stream.greeting.event.schema);
  if (missing.length > 0) {
    refuse(stream, `its greeting lacks ${missing.join(", ")}; spread connectionFields into its schema`);
  }
}

/** The fields of a connection that an object schema does not name, and so would drop. */
function missingFields(schema: Schema): readonly string[] {
  const { def } = schema._zod;
  if (def.type !== "object" || !("shape" in def) || typeof def.shape !== "object" || def.shape === null) return [];
  const { shape } = def;
  return Object.keys(connectionFields).filter((name) => !Object.hasOwn(shape, name));
}

function refuse({ name }: Pick<AnyStream, "name">, why: string): never {
  throw new ContractError("invalid_definition", `stream ${JSON.stringify(name)}: ${why}`);
}
