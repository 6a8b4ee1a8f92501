import { connectionFields } from "../control/connection.ts";
import { checkSendable } from "./check-definition.ts";
import { ContractError } from "./error.ts";
import type { Schema } from "./event.ts";
import { eventNameIssue } from "./event-name.ts";
import { isReservedName } from "./reserved-name.ts";
import type { AnyStream } from "./stream.ts";

/**
 * Refuses a stream that could not work, when it is defined: a name is reserved for the hub or could be mistaken for
 * another, or nothing could be published on it.
 *
 * @throws ContractError `invalid_definition`
 */
export function checkStreamDefinition(stream: Omit<AnyStream, "topic">): void {
  // `a` with the key `b/c` and `a/b` with the key `c` would be one topic.
  if (!/^[^/\r\n\0]+$/.test(stream.name)) refuse(stream, "its name must be a text without slashes and line breaks");
  if (/[\r\n\0]/.test(stream.heartbeat)) refuse(stream, "its heartbeat must be one line");
  const names = Object.keys(stream.events);
  if (names.length === 0 && stream.custom === undefined)
    refuse(stream, "it has no events; give it one, or a custom schema");
  for (const name of names) {
    const issue = eventNameIssue(name);
    if (issue !== undefined) refuse(stream, `event ${JSON.stringify(name)}: ${issue}`);
    if (isReservedName(stream.greeting.name, name)) {
      refuse(stream, `"${name}" is a name that only the hub sends; choose another name`);
    }
  }
  if (stream.custom !== undefined) checkSendable(`the custom schema of "${stream.name}"`, stream.custom);
}

/**
 * Refuses a greeting that declares a field of the connection, because the hub fills those in (D3.2).
 *
 * @throws ContractError `invalid_definition`
 */
export function checkGreetingFields(name: string, fields: Readonly<Record<string, Schema>>): void {
  const taken = Object.keys(fields).filter((field) => Object.hasOwn(connectionFields, field));
  if (taken.length > 0) refuse({ name }, `the hub itself adds ${taken.join(", ")} to its greeting; leave them out`);
}

function refuse({ name }: Pick<AnyStream, "name">, why: string): never {
  throw new ContractError("invalid_definition", `stream ${JSON.stringify(name)}: ${why}`);
}
