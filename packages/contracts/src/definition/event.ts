import type * as z from "zod/mini";
import { checkDefinition } from "./check-definition.ts";

/** Any zod schema, classic or mini. */
export type Schema = z.core.$ZodType;

/** The tone of an event, which decides the colour of its toast and badge. */
export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

/** How a screen reader learns of an event. `assertive` interrupts: cancellations, failures, expired sessions only. */
export type Announcement = "off" | "polite" | "assertive";

/** What a toast, a badge and a screen reader need to show one event. */
export interface EventDisplay {
  readonly tone: Tone;
  readonly announce: Announcement;
  /** One line for people, without trailing punctuation. Empty: neither toasts nor screen readers say anything. */
  readonly summary: string;
}

/** How an event travels. */
export interface EventDelivery<Data> {
  /** Stored in the event log, has a position, survives reconnects and restarts (D1.1, D1.2). Default false: in memory only. */
  readonly durable?: boolean | undefined;
  /** A newer event with the same key replaces an unsent older one in a slow reader's queue (D9.3). Default: never. */
  coalesceBy?(data: Data): string;
  /** Milliseconds after which an unsent event expires and is dropped (D9.4). Default Infinity. */
  readonly ttl?: number | undefined;
  /** Largest payload in bytes of JSON; a larger one is refused when published (D13.1). Default 64 KiB. */
  readonly maxBytes?: number | undefined;
}

/** The display of an event that defines none: nothing is shown. */
const displayNothing = (): EventDisplay => ({ tone: "neutral", announce: "off", summary: "" });

/** The most bytes of JSON that a payload may have, if its event does not set `maxBytes`. */
export const DEFAULT_MAX_BYTES = 64 * 1024;

/** Payloads that every test, mock, story, document and benchmark shares. */
export interface EventSamples<Data> {
  readonly valid: readonly [Data, ...Data[]];
  /** Payloads that the schema refuses. Default: none. */
  readonly invalid?: readonly unknown[] | undefined;
}

/** An event as {@link defineEvent} returns it, with every default filled in. */
export interface EventDefinition<S extends Schema = Schema> {
  readonly schema: S;
  /** When it is sent, in a sentence for the API documents; undefined if the event has no description. */
  readonly description: string | undefined;
  readonly delivery: {
    readonly durable: boolean;
    readonly ttl: number;
    readonly maxBytes: number;
    coalesceBy?(data: z.output<S>): string;
  };
  /** How it is shown. With an empty summary it is not shown at all. */
  display(data: z.output<S>): EventDisplay;
  readonly samples: { readonly valid: readonly z.input<S>[]; readonly invalid: readonly unknown[] };
}

/** An {@link EventDefinition} that was given samples: there is at least one valid one. */
export interface SampledEvent<S extends Schema = Schema> extends EventDefinition<S> {
  readonly samples: Required<EventSamples<z.input<S>>> & EventDefinition<S>["samples"];
}

/** What {@link defineEvent} takes. */
export interface EventOptions<S extends Schema> {
  /** What the payload must be. JSON must be able to carry it: no dates, maps, sets, bigints or NaN. */
  readonly schema: S;
  /** When it is sent, in a sentence for the API documents. Default: none. */
  readonly description?: string | undefined;
  /** How it travels. Default: in memory only, never replaced, never expired, at most 64 KiB. */
  readonly delivery?: EventDelivery<z.output<S>> | undefined;
  /**
   * How toasts, badges and screen readers show it. Default: they do not show it, which suits events between machines.
   */
  display?(data: z.output<S>): EventDisplay;
}

/**
 * Describes one kind of event once, for everyone: the payload's schema, how it travels, how it is shown.
 * The event's name is its key in {@link defineStream}'s `events`. Only `schema` must be given.
 *
 * Samples are payloads that mocks send and API documents show. A schema that transforms its payload must have one, so
 * that `defineEvent` can check that a reader's parse gives the value that was published.
 *
 * @throws ContractError `invalid_definition` (D13.5): JSON cannot carry what the schema describes, a sample breaks it, a
 *   schema transforms its payload without a sample, or a number of `delivery` is out of range
 * @example
 * import * as z from "zod/mini"; // "zod" works too, and is 18 kB (gzip) more for a page
 *
 * const build_moved = defineEvent({ schema: z.object({ build: z.string(), state: z.enum(["queued", "passed"]) }) });
 *
 * const order_status_update = defineEvent({
 *   schema: z.object({ order_code: z.string(), order_status: z.string() }),
 *   delivery: { durable: true },
 *   display: (data) => ({ tone: "info", announce: "polite", summary: `${data.order_code} is ${data.order_status}` }),
 *   samples: { valid: [{ order_code: "ORD-A7X3B2", order_status: "Preparing" }] },
 * });
 */
export function defineEvent<const S extends Schema>(
  event: EventOptions<S> & { readonly samples: EventSamples<z.input<S>> },
): SampledEvent<S>;
export function defineEvent<const S extends Schema>(
  event: EventOptions<S> & { readonly samples?: EventSamples<z.input<S>> | undefined },
): EventDefinition<S>;
export function defineEvent<const S extends Schema>(
  event: EventOptions<S> & { readonly samples?: EventSamples<z.input<S>> | undefined },
): EventDefinition<S> {
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
    display: event.display ?? displayNothing,
    samples: { valid: event.samples?.valid ?? [], invalid: event.samples?.invalid ?? [] },
  };
  checkDefinition(definition);
  return definition;
}
