// Parts between commas; a comma in quotes belongs to its parameter.
const TYPES = /(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g;
const ESSENCE = /^[!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+$/;

/**
 * Whether a Content-Type is `text/event-stream`, whatever its parameters: the essence compared, not a prefix (C3.1). Of
 * several the last that is a MIME type counts.
 *
 * @see WHATWG HTML 9.2.2, Fetch "extract a MIME type"
 */
export function isEventStream(contentType: string | null): boolean {
  const essences = contentType?.match(TYPES)?.map((type) => type.split(";", 1)[0]?.trim().toLowerCase() ?? "");
  return essences?.findLast((essence) => ESSENCE.test(essence) && essence !== "*/*") === "text/event-stream";
}
