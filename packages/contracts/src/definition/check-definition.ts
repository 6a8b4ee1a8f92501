import { arrivalIssues } from "./arrival-issues.ts";
import { ContractError } from "./error.ts";
import type { EventDefinition, Schema } from "./event.ts";
import { describeFault, scanJson } from "./json-value.ts";
import { parse } from "./parse.ts";
import { runsCode, transforms, unsendablePart } from "./schema-traits.ts";

/**
 * Refuses an event that could never arrive, when it is defined and not when it is first published. The check takes
 * microseconds, because pages define events while they load. Samples are parsed only if the schema runs its author's
 * own code.
 *
 * @throws ContractError `invalid_definition`
 */
export function checkDefinition(definition: EventDefinition): void {
  const { schema, delivery, samples } = definition;
  checkSendable("an event's schema", schema);
  if (!(delivery.ttl > 0)) refuse(`delivery.ttl must be a number above 0, or Infinity; it is ${String(delivery.ttl)}`);
  if (
    !(Number.isInteger(delivery.maxBytes) || delivery.maxBytes === Number.POSITIVE_INFINITY) ||
    delivery.maxBytes < 1
  ) {
    refuse(`delivery.maxBytes must be a whole number above 0, or Infinity; it is ${String(delivery.maxBytes)}`);
  }
  if (samples.valid.length === 0 && transforms(schema)) {
    refuse(
      "its schema transforms the payload; give a payload in samples.valid, which shows that it arrives as it was published",
    );
  }
  const parses = runsCode(schema);
  samples.valid.forEach((sample, index) => {
    const issues = parses ? parsedIssues(schema, sample) : plainIssues(sample);
    if (issues.length > 0) refuse(`samples.valid[${index}] cannot be sent: ${issues.join("; ")}`);
  });
}

/** @throws ContractError `invalid_definition` */
export function checkSendable(what: string, schema: Schema): void {
  const found = unsendablePart(schema);
  if (found !== undefined) refuse(`${what} describes what cannot be sent: ${found}`);
}

function plainIssues(sample: unknown): readonly string[] {
  const { fault } = scanJson(sample);
  return fault === undefined ? [] : [describeFault(fault)];
}

function parsedIssues(schema: Schema, sample: unknown): readonly string[] {
  try {
    const parsed = parse(schema, sample);
    if (!parsed.ok) return parsed.issues;
    const { fault } = scanJson(parsed.data);
    return fault === undefined ? arrivalIssues(schema, JSON.stringify(parsed.data)) : [describeFault(fault)];
  } catch (error) {
    return [
      `its schema threw ${error instanceof Error ? error.name : typeof error}; take out what throws, and async parts`,
    ];
  }
}

function refuse(message: string): never {
  throw new ContractError("invalid_definition", message);
}
