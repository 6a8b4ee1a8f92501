/** Characters that the name of an event may have. */
export const MAX_EVENT_NAME = 256;

/**
 * Why a text is no event's name, as a line for people; undefined where it is one. A line break would begin a field on the
 * wire, NUL is no text there, and a lone surrogate would arrive as another name (W2.3).
 */
export function eventNameIssue(name: unknown): string | undefined {
  if (typeof name !== "string" || name === "") return "its name is not a text, or empty";
  if (name.length > MAX_EVENT_NAME) return `its name is longer than ${MAX_EVENT_NAME} characters`;
  if (/[\r\n\0]/.test(name)) return "its name holds CR, LF or NUL";
  if (!name.isWellFormed()) return "its name holds half of a surrogate pair";
  return undefined;
}
