/** The most characters that an event's name may have. */
export const MAX_EVENT_NAME = 256;

/**
 * Says why a text cannot be an event's name; undefined if it can. On the wire a line break would begin another field,
 * NUL is not allowed, and a lone surrogate would arrive as another name (W2.3).
 */
export function eventNameIssue(name: unknown): string | undefined {
  if (typeof name !== "string" || name === "") return "its name is empty or not a text; give it a name";
  if (name.length > MAX_EVENT_NAME) return `its name is longer than ${MAX_EVENT_NAME} characters; shorten it`;
  if (/[\r\n\0]/.test(name)) return "its name holds CR, LF or NUL; leave them out";
  if (!name.isWellFormed()) return "its name holds half of a surrogate pair; send whole characters";
  return undefined;
}
