import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";
import { bodyTypeOf, createReadText, parseJson } from "@tidings/admission/node";

/** The most events of one request. */
export const MAX_EVENTS = 1000;
/** The most bytes of a body. */
const MAX_BODY = 1024 * 1024;

const JSON_TYPE = "application/json";
export const LINES_TYPE = "application/x-ndjson";
const WRONG_TYPE = `Content-Type must be ${JSON_TYPE}, which curl sends with --json, or ${LINES_TYPE}`;

/** One event of a request, not checked yet. */
export interface SentEvent {
  /** Its place in the request, with which messages about it begin: `[2]`, `line 3`; empty if it is the only one. */
  readonly place: string;
  readonly value: unknown;
}

/** The events of a request. */
export interface SentEvents {
  /** Whether they came as a list, even of one. */
  readonly isList: boolean;
  readonly events: readonly SentEvent[];
}

const readText = createReadText(MAX_BODY);

/**
 * Reads the body of `POST /publish`: one event or a list of events as JSON, or one event a line.
 *
 * @throws Refusal 400 for invalid JSON and for an empty list, 413 for more than 1,000 events or 1 MiB, 415 for another
 *   type
 */
export async function readEvents(request: IncomingMessage, response: ServerResponse): Promise<SentEvents> {
  const type = bodyTypeOf(request, [JSON_TYPE, LINES_TYPE], WRONG_TYPE);
  if (type === undefined) return { isList: false, events: [{ place: "", value: undefined }] };
  const text = await readText(request, response);
  if (type === LINES_TYPE)
    return listOf(linesOf(text), ({ text: line, place }) => ({ place, value: parseLine(line, place) }));
  const value = parseJson(text);
  if (!Array.isArray(value)) return { isList: false, events: [{ place: "", value }] };
  return listOf(value, (one: unknown, index) => ({ place: `[${index}]`, value: one }));
}

/** Checks the count before it reads the entries, because a short body may hold very many. */
function listOf<T>(entries: readonly T[], read: (entry: T, index: number) => SentEvent): SentEvents {
  if (entries.length === 0) throw new Refusal("bad_request", ["The body has no events; send at least one"]);
  if (entries.length > MAX_EVENTS) {
    throw new Refusal("too_large", [
      `The request has ${entries.length} events, and may have ${MAX_EVENTS}; send several requests`,
    ]);
  }
  return { isList: true, events: entries.map(read) };
}

function linesOf(text: string): readonly { readonly text: string; readonly place: string }[] {
  return text
    .split("\n")
    .map((line, index) => ({ text: line.trim(), place: `line ${index + 1}` }))
    .filter((line) => line.text !== "");
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Refusal("bad_request", [`${place}: it is not valid JSON; write one event a line`]);
  }
}
