/** What someone typed as the `data` of a demo event: a JSON object, or nothing. */
export function parseData(text: string): Record<string, unknown> | undefined | "invalid" {
  if (text === "") return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return "invalid";
    return Object.fromEntries(Object.entries(parsed));
  } catch {
    return "invalid";
  }
}
