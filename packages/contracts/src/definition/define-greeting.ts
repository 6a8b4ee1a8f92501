import * as z from "zod/mini";
import { type ConnectionFields, connectionFields, sampleConnection } from "../control/connection.ts";
import { displayGreeting } from "../control/greeting.ts";
import { checkGreetingFields } from "./check-stream-definition.ts";
import { defineEvent, type EventDefinition, type EventDisplay, type EventSamples, type Schema } from "./event.ts";

/** A stream's own fields of a greeting, by their names. */
export type OwnFields = Readonly<Record<string, Schema>>;

/** The schema of a greeting: the stream's own fields, and those that the hub adds to every greeting. */
export type GreetingSchema<Own extends OwnFields> = z.ZodMiniObject<Own & typeof connectionFields>;

/** What `defineStream` takes for a greeting. Everything has a default. */
export interface GreetingOptions<Own extends OwnFields> {
  /** The event's name on the wire. `message` sends it without a name. Default `connected`. */
  readonly name?: "connected" | "message" | undefined;
  /** Fields of the stream's own, which its routes fill in. Default: none. */
  readonly fields?: Own | undefined;
  /** Default: "The connection is made". */
  readonly description?: string | undefined;
  /** Default: "Live updates are on", and after a gap that updates were missed. */
  display?(data: z.output<GreetingSchema<Own>>): EventDisplay;
  /** Samples of the stream's own fields. Default: none; a mock of a greeting with fields must then be given them. */
  readonly samples?: EventSamples<{ readonly [Name in keyof Own]: z.input<Own[Name]> }> | undefined;
}

/**
 * Makes the greeting event: the stream's own fields and the connection's (D3.2).
 *
 * @throws ContractError `invalid_definition`
 */
export function defineGreeting<Own extends OwnFields>(
  stream: string,
  options: GreetingOptions<Own> = {},
): EventDefinition<GreetingSchema<Own>> {
  const fields: OwnFields = options.fields ?? {};
  checkGreetingFields(stream, fields);
  const own = options.samples ?? (Object.keys(fields).length === 0 ? { valid: [{}], invalid: [] } : undefined);
  const samples = own && {
    valid: own.valid.map((sample) => ({ ...sample, ...sampleConnection })),
    invalid: own.invalid,
  };
  return defineEvent<GreetingSchema<Own>>({
    description: options.description ?? "The connection is made",
    // The type `Own` is known only where the stream is defined, so the compiler cannot follow it here.
    schema: z.object({ ...fields, ...connectionFields }) as unknown as GreetingSchema<Own>,
    display: options.display ?? ((data) => displayGreeting(data as ConnectionFields)),
    samples: samples as EventSamples<z.input<GreetingSchema<Own>>> | undefined,
  });
}
