import type { Publication } from "@tidings/hub";
import type { Change, ChangeMapper } from "./change.ts";

/** What became of one change: its publications, or why there are none. */
export type MappedChange =
  | { readonly change: Change; readonly publications: readonly Publication[] }
  | { readonly change: Change; readonly reason: string };

/**
 * Asks a mapper for the publications of a change and gives each its idempotency key, `change:<id>:<n>` (D7.3). Whatever
 * the mapper does wrong becomes the reason why the change is put aside (D14.3): what it throws, and any answer that is
 * no array of publications, which a mapper without types can give. Never throws.
 */
export function mapChange(change: Change, mapper: ChangeMapper | undefined): MappedChange {
  if (change.unreadable !== undefined) return { change, reason: change.unreadable };
  if (mapper === undefined) return { change, publications: [] };
  try {
    const answer: unknown = mapper(change);
    if (!Array.isArray(answer)) return { change, reason: notAnArray(answer) };
    const publications: Publication[] = [];
    // By index: a hole in the array is wrong too, and the array's own methods skip it.
    for (let index = 0; index < answer.length; index += 1) {
      const one: unknown = answer[index];
      if (!isPublication(one)) return { change, reason: `the mapper's publication ${index + 1} has ${lack(one)}` };
      publications.push({
        topic: one.topic,
        event: one.event,
        data: one.data,
        exceptConnection: one.exceptConnection,
        key: `change:${change.id}:${index + 1}`,
      });
    }
    return { change, publications };
  } catch (error) {
    return { change, reason: reasonOf(error) };
  }
}

/** An error's message, shortened to what fits a log line; anything may be thrown, also what cannot be printed. */
export function reasonOf(error: unknown): string {
  try {
    return (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON);
  } catch {
    return "what was thrown cannot be printed";
  }
}

const MAX_REASON = 2000;

function notAnArray(answer: unknown): string {
  if (!isObject(answer) || typeof answer.then !== "function") {
    return `the mapper answered ${answer === null ? "null" : `a value of type ${typeof answer}`} instead of an array`;
  }
  // Nobody awaits this promise, so its rejection must not end the process.
  void Promise.resolve(answer).catch(() => {});
  return "the mapper answered a promise instead of an array: a mapper must not await";
}

function isPublication(value: unknown): value is Publication {
  return lack(value) === undefined;
}

/** What a value lacks to be a publication; undefined if nothing. The hub holds the payload against the contract. */
function lack(value: unknown): string | undefined {
  if (!isObject(value)) return "no fields: make it with publication(topic, event)";
  const { topic, event } = value;
  const isTopic =
    isObject(topic) && typeof topic.name === "string" && isObject(topic.stream) && isObject(topic.stream.events);
  if (!isTopic) return "no topic of a stream: make it with stream.topic(key)";
  return typeof event === "string" ? undefined : "no event name";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
