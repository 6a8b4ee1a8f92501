import type * as z from "zod/mini";
import { checkDefinition } from "./check-definition.ts";

/** Any zod schema, classic or mini. */
export type Schema = z.core.$ZodType;

/** How an event feels: the colour family of its toast and badge. */
export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

/** How a screen reader learns of an event. `assertive` interrupts: cancellations, failures, expired sessions only. */
export type Announcement = "off" | "polite" | "assertive";

/** What a toast, a badge and a screen reader need to show one event. */
export interface EventDisplay {
  readonly tone: Tone;
  readonly announce: Announcement;
  /** One line for people, without trailing punctuation. */
  readonly summary: string;
}

/** How an event travels. */
export interface EventDelivery<Data> {
  /** Stored in the event log, has a position, survives reconnects and restarts (D1). Default false: in memory only. */
  readonly durable?: boolean;
  /** A newer event with the same key replaces an unsent older one in a slow reader's queue (D9). Default: never. */
  coalesceBy?(data: Data): string;
  /** Milliseconds after which an unsent event is worthless and dropped (D9). Default Infinity. */
  readonly ttl?: number;
  /** Largest payload in bytes of JSON; a larger one is refused when published (D13). Default 64 KiB. */
  readonly maxBytes?: number;
}

/** Bytes of JSON that a payload may have unless its event says otherwise. */
export const DEFAULT_MAX_BYTES = 64 * 1024;

/** Payloads that every test, mock, story, document and benchmark shares. */
export interface EventSamples<Data> {
  readonly valid: readonly [Data, ...Data[]];
  readonly invalid: readonly unknown[];
}

/** An event as {@link defineEvent} leaves it: every default filled in. */
export interface EventDefinition<S extends Schema = Schema> {
  readonly schema: S;
  /** When it is sent, in a sentence for the API documents; undefined where its name says it. */
  readonly description: string | undefined;
  readonly delivery: {
    readonly durable: boolean;
    readonly ttl: number;
    readonly maxBytes: number;
    coalesceBy?(data: z.output<S>): string;
  };
  display(data: z.output<S>): EventDisplay;
  readonly samples: EventSamples<z.input<S>>;
}

/**
 * Describes one kind of event once, for everyone: the payload's schema, how it travels, how it is shown.
 * The event's name is its key in {@link defineStream}'s `events`.
 *
 * @throws ContractError `invalid_definition`: JSON cannot carry what the schema describes, a sample breaks it, or a number
 *   of `delivery` is out of range
 * @example
 * import * as z from "zod/mini"; // "zod" works too, and is 18 kB (gzip) more for a page
 *
 * const order_status_update = defineEvent({
 *   schema: z.object({ order_code: z.string(), order_status: z.string() }),
 *   delivery: { durable: true },
 *   display: (data) => ({ tone: "info", announce: "polite", summary: `${data.order_code} is ${data.order_status}` }),
 *   samples: { valid: [{ order_code: "ORD-A7X3B2", order_status: "Preparing" }], invalid: [{}] },
 * });
 */
export function defineEvent<const S extends Schema>(event: {
  readonly schema: S;
  readonly description?: string;
  readonly delivery?: EventDelivery<z.output<S>>;
  display(data: z.output<S>): EventDisplay;
  readonly samples: EventSamples<z.input<S>>;
}): EventDefinition<S> {
  const {
    durable = false,
    ttl = Number.POSITIVE_INFINITY,
    maxBytes = DEFAULT_MAX_BYTES,
    coalesceBy,
  } = event.delivery ?? {};
  const definition: EventDefinition<S> = {
    schema: event.schema,
    description: event.description,
    delivery: { durable, ttl, maxBytes, ...(coalesceBy && { coalesceBy }) },
    display: event.display,
    samples: event.samples,
  };
  checkDefinition(definition);
  return definition;
}
