import type { EventRefusal } from "./check-event.ts";

/**
 * Why a value is no topic; undefined where it is one, as a stream's `topic(key)` makes it. For values that TypeScript did
 * not see.
 */
export function topicRefusal(topic: unknown): EventRefusal | undefined {
  if (isRecord(topic) && isRecord(topic.stream) && isRecord(topic.stream.events)) {
    const { name, stream } = topic;
    const prefix = `${String(stream.name)}/`;
    if (typeof name === "string" && name.length > prefix.length && name.startsWith(prefix)) return undefined;
  }
  const message = "this is no topic; make one with the topic(key) of a stream";
  return { ok: false, code: "invalid_topic", message, issues: [], cause: undefined };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
