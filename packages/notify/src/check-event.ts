import { type AnyStream, BATCH, ENDING, parse } from "@tidings/contracts";
import { NotifyError } from "./error.ts";

const CUSTOM_MAX_BYTES = 64 * 1024;
const encoder = new TextEncoder();

/**
 * Holds an event against its stream's contract before anything is published, so that a wrong call fails where it is
 * made and not in a promise that nobody awaits. The hub checks again.
 *
 * @throws NotifyError `unknown_event`, `invalid_event` or `event_too_large`
 */
export function checkEvent(stream: AnyStream, event: string, data: unknown): void {
  if (typeof event !== "string" || event === "" || /[\r\n\0]/.test(event)) {
    throw new NotifyError("invalid_event", "an event's name must be a text without CR, LF and NUL; rename it");
  }
  const definition = Object.hasOwn(stream.events, event) ? stream.events[event] : undefined;
  const reserved = event === ENDING || event === BATCH || event === "connected" || event === stream.greeting.name;
  const schema = definition?.schema ?? (reserved ? undefined : stream.custom);
  if (schema === undefined) {
    throw new NotifyError("unknown_event", `"${event}" cannot be published on "${stream.name}"; choose another name`);
  }
  const parsed = parse(schema, data);
  if (!parsed.ok) {
    throw new NotifyError("invalid_event", `event "${event}" breaks its contract: ${parsed.issues.join("; ")}`);
  }
  const maxBytes = definition?.delivery.maxBytes ?? CUSTOM_MAX_BYTES;
  if (encoder.encode(toJson(event, parsed.data)).length > maxBytes) {
    throw new NotifyError("event_too_large", `event "${event}" is larger than its ${maxBytes} bytes; send less of it`);
  }
}

function toJson(event: string, data: unknown): string {
  try {
    return JSON.stringify(data) ?? "null";
  } catch {
    throw new NotifyError("invalid_event", `event "${event}" cannot be written as JSON; send plain data`);
  }
}
