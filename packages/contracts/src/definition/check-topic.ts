import type { EventRefusal } from "./check-event.ts";

/**
 * Says why a value is not a topic; undefined if it is one, which a stream's `topic(key)` made. For callers without
 * TypeScript.
 */
export function topicRefusal(topic: unknown): EventRefusal | undefined {
  if (isRecord(topic) && isRecord(topic.stream) && isRecord(topic.stream.events)) {
    const { name, stream } = topic;
    const prefix = `${String(stream.name)}/`;
    if (typeof name === "string" && name.length > prefix.length && name.startsWith(prefix)) return undefined;
  }
  const message = "this is not a topic; make one with the topic(key) of a stream";
  return { ok: false, code: "invalid_topic", message, issues: [], cause: undefined };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
