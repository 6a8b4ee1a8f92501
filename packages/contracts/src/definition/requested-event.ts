import * as z from "zod/mini";
import { type Parsed, parse } from "./parse.ts";
import type { AnyStream, PublishableEvent } from "./stream.ts";

/**
 * Checks an event whose payload came in a request's field `data` against its stream. Publishing drops the fields that
 * an event does not know (D13.2). In a request they are refused, because the caller would not notice that they were
 * dropped (S21.3).
 *
 * @returns the event as it is, or what is wrong with its `data`, in words
 */
export function parseRequestedEvent<S extends AnyStream>(
  stream: S,
  event: PublishableEvent<S>,
): Parsed<PublishableEvent<S>> {
  const definition = Object.hasOwn(stream.events, event.event) ? stream.events[event.event] : undefined;
  if (definition === undefined) return { ok: true, data: event };
  const parsed = parse(z.object({ data: definition.schema }), { data: event.data });
  if (!parsed.ok) return parsed;
  const lost = lostFields(event.data, parsed.data.data, "data");
  if (lost.length === 0) return { ok: true, data: event };
  return { ok: false, issues: lost.map((name) => `${name} is no field of the event ${event.event}; leave it out`) };
}

/** The paths of the fields that parsing dropped. */
function lostFields(sent: unknown, kept: unknown, path: string): readonly string[] {
  if (typeof sent !== "object" || sent === null) return [];
  const of: Readonly<Record<string, unknown>> = Object(kept);
  return Object.entries(sent).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const at = Array.isArray(sent) ? `${path}[${name}]` : `${path}.${name}`;
    return Object.hasOwn(of, name) ? lostFields(value, of[name], at) : [at];
  });
}
